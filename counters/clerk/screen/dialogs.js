// SPDX-License-Identifier: Apache-2.0
// What a command still needs before it can be sent. Each dialog resolves with the command's fields, or null.

import { el } from "/shared/dom.js";
import { counterName } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { services } from "./ticket.js";

const SHOWN = 40;

/** Open a dialog; `build(done)` gives its content, done(fields) closes it. Escape and the cancel button give null. */
function open(title, hint, build) {
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
    const cancel = el("button", { class: "button", type: "button", on: { click: () => done(null) } }, say("shared.cancel"), " ", el("kbd", {}, "Esc"));
    const { content, end, focus, key } = build(done);
    dialog.append(
      el("div", { class: "dialog-box" }, el("h2", {}, title), hint && el("p", { class: "quiet" }, hint), content, el("div", { class: "dialog-end" }, cancel, end)),
    );
    if (key) dialog.addEventListener("keydown", key);
    document.body.append(dialog);
    dialog.showModal();
    if (focus) focus.focus();
  });
}

/** One of a few codes, each on a digit. */
function pick(title, hint, prefix, codes) {
  return open(title, hint, (done) => {
    const choose = (code) => done({ reason: code });
    const button = (code, at) =>
      el("button", { class: "button pick", type: "button", on: { click: () => choose(code) } }, el("kbd", {}, at + 1), say(`${prefix}.${code}`));
    const key = (event) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
      if (digit && codes[digit[1] - 1]) choose(codes[digit[1] - 1]);
    };
    return { content: el("div", { class: "picks" }, codes.map(button)), key };
  });
}

/** A list that narrows while typing; arrows and Enter choose. rows: `{parts, words, value}`; exact(typed) gives those that stand first. */
function finder(rows, placeholder, choose, exact = () => []) {
  const input = el("input", { class: "input", type: "search", placeholder, "aria-label": placeholder, autocomplete: "off" });
  const list = el("ul", { class: "found" });
  let shown = [];
  let at = 0;
  const mark = () => shown.forEach(([node], index) => node.setAttribute("aria-selected", String(index === at)));
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    const first = exact(wanted);
    const fitting = rows.filter((row) => row.words.toLowerCase().includes(wanted) && !first.includes(row));
    shown = [...first, ...fitting]
      .slice(0, SHOWN)
      .map((row) => [el("li", { role: "option", on: { click: () => choose(row.value) } }, row.parts), row]);
    at = 0;
    while (list.firstChild) list.firstChild.remove();
    list.append(...(shown.length ? shown.map((pair) => pair[0]) : [el("li", { class: "quiet none" }, say("clerk.nothing-found"))]));
    mark();
  };
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      at = (at + step + shown.length) % shown.length;
      mark();
      shown[at][0].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && shown.length && !event.isComposing) {
      event.preventDefault();
      choose(shown[at][1].value);
    }
  });
  narrow();
  return { input, list };
}

/** A row of reasons of which one is pressed. `first`: the one at the start, or none. */
function reasons(prefix, codes, first, changed) {
  const state = { code: first };
  const buttons = codes.map((code) => {
    const button = el("button", { class: "chip", type: "button", "aria-pressed": String(code === first) }, say(`${prefix}.${code}`));
    button.addEventListener("click", () => {
      state.code = code;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      if (changed) changed(code);
    });
    return button;
  });
  return { state, node: el("div", { class: "chips" }, buttons) };
}

function transfer(view) {
  const to = say("clerk.transfer-title", { number: view.ticket.label });
  return open(to, say("clerk.transfer-hint"), (done) => {
    const reason = reasons("transfer", view.codes.transfer, view.codes.transfer[0]);
    const returns = el("input", { type: "checkbox" });
    const queues = view.targets.queues.filter((row) => row.slug !== view.ticket.queue);
    const counters = view.targets.counters.filter((row) => row.slug !== view.counter.slug && row.letters.length + row.helps.length > 0);
    const rows = [...queues.map(queueRow), ...counters.map(counterRow)];
    const found = finder(rows, say("clerk.find-target"), (target) =>
      done({ ticket: view.ticket.id, reason: reason.state.code, returns: returns.checked, ...target }),
    );
    const back = el("label", { class: "check" }, returns, say("clerk.returns"));
    return { content: el("div", { class: "dialog-body" }, reason.node, back, found.input, found.list), focus: found.input };
  });
}

function queueRow(row) {
  const parts = [el("span", { class: "letter" }, row.letter), el("b", {}, named(row.names)), el("span", { class: "quiet" }, say("clerk.n-waiting", { n: row.waiting }))];
  return { parts, words: `${row.letter} ${Object.values(row.names).join(" ")}`, value: { to_queue: row.slug } };
}

function counterRow(row) {
  const state = row.state === "closed" ? say("clerk.closed") : named(row.clerk);
  const parts = [el("b", {}, say("shared.counter", { number: row.number })), el("span", {}, counterName(row)), el("span", { class: "quiet" }, state)];
  return { parts, words: `${row.number}号窗口 ${Object.values(row.names).join(" ")} ${named(row.clerk)}`, value: { to_counter: row.slug } };
}

/** Call a certain number; `label`: the one whose slip lies here. */
export function callTicket(view, label = "") {
  return open(say("clerk.call-ticket-title"), say("clerk.call-ticket-hint"), (done) => {
    const who = el(
      "select",
      { class: "input", hidden: true, "aria-label": say("clerk.ordered-by") },
      el("option", { value: "" }, say("clerk.ordered-by")),
      view.orderers.map((row) => el("option", { value: row.slug }, named(row.names))),
    );
    const problem = el("p", { class: "form-problem", role: "alert" });
    const reason = reasons("call-reason", view.codes["call-reason"], "", (code) => {
      who.hidden = code !== "ordered";
      problem.textContent = "";
    });
    const choose = (ticket) => {
      const { code } = reason.state;
      if (!code || (code === "ordered" && !who.value)) {
        problem.textContent = say(code ? "clerk.say-who" : "clerk.say-why");
        return;
      }
      done(code === "ordered" ? { ticket, reason: code, ordered_by: who.value } : { ticket, reason: code });
    };
    const rows = view.callable.map(ticketRow);
    const found = finder(rows, say("clerk.find-or-type"), choose, (typed) => wholeNumber(rows, typed));
    if (label) {
      found.input.value = label;
      found.input.dispatchEvent(new Event("input"));
    }
    return { content: el("div", { class: "dialog-body" }, reason.node, who, problem, found.input, found.list), focus: found.input };
  });
}

function ticketRow(ticket) {
  const note = ticket.state === "absent" ? el("span", { class: "mark amber" }, say("clerk.state-absent")) : null;
  const parts = [el("b", { class: "digits" }, ticket.label), el("span", {}, services(ticket)), note];
  return { parts, words: `${ticket.label} ${services(ticket)}`, value: ticket.id };
}

/** The ticket whose number was typed whole. Only the first of a crowd are listed; the server knows the others. */
function wholeNumber(rows, typed) {
  const parts = /^([a-z]{1,2})0*([1-9][0-9]{0,3})$/.exec(typed);
  if (!parts) return [];
  const number = parts[1].toUpperCase() + parts[2];
  const listed = rows.filter((row) => row.words.split(" ", 1)[0].replace(/^([A-Z]+)0*/, "$1") === number);
  if (listed.length) return listed;
  const unlisted = [el("b", { class: "digits" }, number), el("span", { class: "quiet" }, say("clerk.not-listed"))];
  return [{ parts: unlisted, words: number, value: number }];
}

/** Ask a visitor back who has been served: one of the last here, or any of today's by number. */
function callBack(view) {
  return open(say("clerk.call-back-title"), say("clerk.call-back-hint"), (done) => {
    const rows = view.served.map(ticketRow);
    const choose = (ticket) => done({ ticket, counter: view.counter.slug });
    const found = finder(rows, say("clerk.find-or-type"), choose, (typed) => wholeNumber(rows, typed));
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

/** Take one of several rows; with a single one there is nothing to ask. */
function oneOf(rows, title) {
  if (rows.length === 1) return Promise.resolve({ ticket: rows[0].id });
  return open(title, null, (done) => {
    const found = finder(rows.map(ticketRow), say("clerk.find-ticket"), (ticket) => done({ ticket }));
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

/** Ask whether to do what a slip that lies here is probably for; resolves with `fields`, or null. */
export function sure(title, hint, yes, fields) {
  return open(title, hint, (done) => {
    const button = el("button", { class: "button main", type: "button", on: { click: () => done(fields) } }, yes);
    return { content: null, end: button, focus: button };
  });
}

function close(view) {
  const waiting = view.queues.filter((row) => row.own).reduce((sum, row) => sum + row.waiting, 0);
  const hint = waiting ? say("clerk.close-waiting", { n: waiting }) : say("clerk.close-hint");
  return open(say("clerk.close-title"), hint, (done) => {
    const yes = el("button", { class: "button danger", type: "button", on: { click: () => done({}) } }, say("clerk.close-counter"));
    return { content: null, end: yes, focus: yes };
  });
}

/** Name of an action's dialog → what opens it for a view. */
export const DIALOGS = {
  hold: async (view) => {
    const chosen = await pick(say("clerk.hold-title", { number: view.ticket.label }), say("clerk.hold-hint"), "hold", view.codes.hold);
    return chosen && { ...chosen, ticket: view.ticket.id };
  },
  pause: (view) => pick(say("clerk.pause-title"), say("clerk.pause-hint"), "pause", view.codes.pause),
  resume: (view) => {
    const held = view.held.filter((row) => !row.ready);
    return held.length ? oneOf(held, say("clerk.resume")) : Promise.resolve(null);
  },
  "bring-back": (view) => oneOf(view.absent, say("clerk.bring-back")),
  transfer,
  "call-ticket": (view) => callTicket(view),
  "call-back": callBack,
  close,
};
