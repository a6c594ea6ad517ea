// SPDX-License-Identifier: Apache-2.0
// The middle of the terminal with nobody in hand: whom the next call would bring, and the rest before an automatic call.

import { el, show, text } from "/shared/dom.js";
import { since } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { calling } from "./actions.js";
import { marks, services, whyText } from "./tickets.js";

const US = 1e6;
let until_us = null;

/** Begin the rest after a finish, where this counter calls by itself. */
export function begin(view, now_us) {
  until_us = calling(view) && view.counter.auto_next_s > 0 ? now_us + view.counter.auto_next_s * US : null;
}

/** End the rest without a call: somebody did something. */
export function end() {
  until_us = null;
}

/** Look at the rest; `may`: the next may be called now. → whether it is time to call. */
export function isOver(view, now_us, may) {
  const node = document.getElementById("rest");
  if (!calling(view)) end();
  const left_s = until_us === null ? null : Math.ceil((until_us - now_us) / US);
  const counts = left_s !== null && left_s > 0 && view.ticket === null && view.next !== null;
  if (node) show(text(node, counts ? say("clerk.rest", { n: left_s }) : ""), counts);
  if (left_s === null || left_s > 0) return false;
  end();
  return may && view.ticket === null && view.next !== null;
}

/** Draw the panel. */
export function emptyPanel(view) {
  if (view.suspended) return still(say("clerk.suspended"), say(`suspended.${view.suspended.reason}`), view.suspended.since_us);
  if (view.counter.state === "paused") return still(say("clerk.is-paused"), say(`pause.${view.counter.reason}`), view.counter.since_us);
  if (!view.day.open) return el("div", { class: "hand-empty" }, el("p", { class: "hand-quiet" }, say("clerk.day-closed-long")));
  return waiting(view);
}

function still(what, why, since_us) {
  return el("div", { class: "hand-empty" }, el("p", { class: "hand-quiet" }, what), el("p", { class: "hand-time" }, since(since_us)), el("p", { class: "quiet" }, why));
}

function waiting(view) {
  const { next } = view;
  const before = view.counter.rateable ? el("p", { class: "quiet hand-before" }, say("clerk.rating-open", { number: view.counter.rateable })) : null;
  if (next === null) return el("div", { class: "hand-empty" }, el("p", { class: "hand-quiet" }, say("clerk.nobody-waits")), before);
  return el(
    "div",
    { class: "hand-empty" },
    view.counter.idle && el("p", { class: "notice idle", role: "status" }, say("clerk.idle", { n: waitingIn(view) }), " ", since(view.counter.idle.since_us)),
    el("p", { class: "quiet" }, say("clerk.next-is")),
    el("p", { class: "hand-next digits" }, next.label),
    el("p", { class: "hand-services" }, services(next)),
    el("p", { class: "hand-marks" }, marks(next)),
    el("p", { class: "why" }, whyText(next.why)),
    el("p", { id: "rest", class: "rest", hidden: true }),
    before,
  );
}

/** How many wait in this counter's queues. */
export function waitingIn(view) {
  return view.queues.reduce((sum, row) => sum + row.waiting, 0);
}

/** What the counter is called in a bar: its mentor's trainee, or nothing. */
export function traineeText(counter) {
  return named(counter.mentor) ? say("clerk.trainee", { mentor: named(counter.mentor) }) : "";
}
