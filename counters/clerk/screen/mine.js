// SPDX-License-Identifier: Apache-2.0
// What a clerk sees of the own work: sums of today, what visitors thought of an earlier day, and the work orders that may be appealed against.

import { ask, asking, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { minutesText } from "/shared/time.js";
import { say } from "/shared/words.js";

const REASON_LEAST = 2;
const REASON_MOST = 300;
let today = null;

/** The hall said what this clerk asked for: sums of today, then what visitors thought of an earlier day; shown together. */
export async function mine(found, hall, send) {
  if (found.find === "my-day") {
    today = found;
    hall.tell({ find: "my-orders" });
  } else if (found.find === "my-orders" && !asking()) {
    const order = await myDayDialog(today, found);
    const fields = order && (await appealDialog(order));
    if (fields) await send("appeal-order", fields);
  }
}

/** → the order to appeal against, null for none. */
function myDayDialog(day, { ratings, orders }) {
  const outcomes = Object.entries(day.outcomes).map(([code, n]) => el("div", {}, el("dt", {}, say(`outcome.${code}`)), el("dd", { class: "digits" }, n)));
  return ask(
    say("clerk.my-day"),
    say("clerk.my-day-hint"),
    (done) => ({
      content: el(
        "div",
        { class: "dialog-body" },
        el("dl", { class: "sums" }, fact("served", day.served), fact("mean-service", day.service_s === null ? "–" : minutesText(day.service_s))),
        outcomes.length ? el("dl", { class: "keys" }, outcomes) : null,
        ratings ? earlier(ratings) : null,
        orders.length ? [el("h3", { class: "section-title" }, say("clerk.my-orders")), el("ul", { class: "my-orders" }, orders.map((it) => order(it, done)))] : null,
      ),
    }),
    "shared.close",
  );
}

function fact(name, value) {
  return el("div", {}, el("dt", {}, say(`clerk.${name}`)), el("dd", { class: "digits" }, value));
}

/** Sums alone, and none where there were too few. */
function earlier({ day, n, satisfied, bad, least }) {
  const title = el("h3", { class: "section-title" }, say("clerk.rated-on", { day }));
  if (n === null) return [title, el("p", { class: "quiet" }, say("clerk.rated-few", { n: least }))];
  return [title, el("dl", { class: "sums" }, fact("rated", n), fact("rated-well", satisfied), fact("rated-badly", bad))];
}

function order(it, done) {
  const said = [say(`found.${it.found}`), it.cause && say(`cause.${it.cause}`), it.measure && say(`measure.${it.measure}`)].filter(Boolean).join(" · ");
  const state = it.appeal ? el("span", { class: "mark" }, say(`orders.appeal-${it.appeal}`)) : el("button", { class: "button", type: "button", data: { appeal: it.no }, on: { click: () => done(it.no) } }, say("clerk.appeal"));
  return el("li", {}, el("span", {}, el("b", { class: "digits" }, it.no), el("span", { class: "quiet" }, said)), state);
}

/** Ask why. → the fields of `appeal-order`, null for none. */
function appealDialog(no) {
  return ask(say("clerk.appeal-title", { order: no }), say("clerk.appeal-hint"), (done) => {
    const field = el("textarea", { class: "input", rows: 3, maxlength: REASON_MOST, "aria-label": say("clerk.appeal-reason"), placeholder: say("clerk.appeal-reason") });
    const problem = complaint();
    const end = () => {
      const reason = field.value.trim();
      if (reason.length < REASON_LEAST) problem.tell(say("clerk.appeal-missing"));
      else done({ order: no, reason });
    };
    const button = el("button", { class: "button main", type: "button", data: { act: "appeal-send" }, on: { click: end } }, say("clerk.appeal"));
    return { content: el("div", { class: "dialog-body" }, field, problem.node), end: button, focus: field };
  });
}
