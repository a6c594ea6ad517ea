// SPDX-License-Identifier: Apache-2.0
// What stopping the issue of numbers and closing the day ask first.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

const STOPS = ["closing", "full", "fault", "emergency", "other"];
const DISPOSITIONS = ["served-late", "first-next-day", "booked", "left", "not-here"];

/** Open a dialog; build(done) gives its content and the button that ends it. Escape and cancel give null. */
export function ask(title, hint, build, leave = "shared.cancel") {
  return new Promise((resolve) => {
    const dialog = el("dialog", { "aria-label": title });
    const done = (fields) => {
      dialog.close();
      dialog.remove();
      resolve(fields);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(null);
    });
    const cancel = el("button", { class: "button", type: "button", on: { click: () => done(null) } }, say(leave));
    const { content, end } = build(done);
    dialog.append(el("div", { class: "dialog-box" }, el("h2", {}, title), el("p", { class: "quiet" }, hint), content, el("div", { class: "dialog-end" }, cancel, end)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

const FAR_S = 86400;

function isoDate(at_us, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(at_us / 1000));
}

/** Which day it is, asked only while the server's clock is off by days → `{date}` that somebody vouches for, or `{}`: the last business day goes on. */
export async function openDialog(view, now_us) {
  const step_s = view.day.clock_suspect ? view.day.clock_step_s : 0;
  if (Math.abs(step_s) < FAR_S) return {};
  const own = isoDate(now_us, view.zone);
  const wall = isoDate(now_us + step_s * 1e6, view.zone);
  const pick = (done, key, date, fields) => el("button", { class: "button", type: "button", on: { click: () => done(fields) } }, say(key, { date }));
  return ask(say("manager.open-title"), say("manager.open-hint", { wall, own }), (done) => ({
    content: el(
      "div",
      { class: "picks" },
      step_s > 0 ? pick(done, "manager.open-by-clock", wall, { date: wall }) : null,
      pick(done, "manager.open-by-day", own, {}),
    ),
  }));
}

/** The journal's head, to be written down. */
export function anchorDialog(anchor) {
  return ask(say("manager.anchor"), say("manager.anchor-hint"), () => ({ content: el("p", { class: "anchor digits" }, anchor) }), "shared.close");
}

/** Why no more numbers are given → `{reason}`. */
export function stopDialog() {
  return ask(say("manager.stop-title"), say("manager.stop-hint"), (done) => ({
    content: el(
      "div",
      { class: "picks" },
      STOPS.map((reason) => el("button", { class: "button", type: "button", on: { click: () => done({ reason }) } }, say(`stopped.${reason}`))),
    ),
  }));
}

function choice(first, label) {
  return el(
    "select",
    { class: "input", "aria-label": label },
    el("option", { value: "" }, first),
    DISPOSITIONS.map((code) => el("option", { value: code }, say(`disposition.${code}`))),
  );
}

/** What becomes of each open ticket → `{left, rest}`. */
export function closeDialog(view) {
  const hint = view.left_all ? say("manager.close-left", { n: view.left_all }) : say("manager.close-none");
  return ask(say("manager.close-title"), hint, (done) => {
    const rest = choice(say("manager.close-choose"), say("manager.close-rest"));
    const rows = view.left.map((ticket) => ({ ticket, select: choice(say("manager.close-as-rest"), ticket.label) }));
    const problem = el("p", { class: "form-problem", role: "alert" });
    const finish = () => {
      const chosen = rows.filter((row) => row.select.value);
      if (!rest.value && chosen.length < view.left_all) {
        problem.textContent = say("manager.close-need");
        rest.focus();
        return;
      }
      const fields = { left: chosen.map((row) => ({ ticket: row.ticket.id, disposition: row.select.value })) };
      done(rest.value ? Object.assign(fields, { rest: rest.value }) : fields);
    };
    const line = ({ ticket, select }) =>
      el("li", {}, el("b", { class: "digits" }, ticket.label), el("span", { class: "quiet" }, say(`state.${ticket.state}`)), select);
    const body = el(
      "div",
      { class: "leaving" },
      view.left_all ? el("label", { class: "field" }, el("span", {}, say("manager.close-rest")), rest) : null,
      rows.length ? el("ul", { class: "leaving-list" }, rows.map(line)) : null,
      el("p", { class: "notice" }, say("manager.close-warn")),
      problem,
    );
    return { content: body, end: el("button", { class: "button danger", type: "button", on: { click: finish } }, say("manager.close-confirm")) };
  });
}
