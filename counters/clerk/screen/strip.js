// SPDX-License-Identifier: Apache-2.0
// The terminal as a strip beside other programs, at most 480 × 96: the number in hand, who comes next, and the keys that matter now.

import { el } from "/shared/dom.js";
import { since } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { action, primary } from "./actions.js";
import { waitingIn } from "./rest.js";
import { servedFrom } from "./ticket.js";

/** Whether this window is a strip: `?strip=1`. */
export const STRIP = new URLSearchParams(location.search).get("strip") === "1";

const BESIDE = { called: ["recall", "absent-and-call", "hold"], serving: ["finish", "hold", "transfer"], none: ["pause-counter", "undo"] };

/** What the keys line offers in this state, the main act first. */
export function stripActions(view) {
  const main = primary(view);
  if (view.counter.state === "paused" && view.ticket === null) return [main];
  const beside = BESIDE[view.ticket === null ? "none" : view.ticket.state].map(action);
  return [main, ...beside.filter((it) => it !== main)];
}

/** Draw the upper line. */
export function stripLine(view) {
  if (view.counter === null) return [el("b", {}, say("clerk.title")), el("span", { class: "quiet strip-hint" }, say(view.day.open ? "clerk.choose-counter" : "clerk.day-closed"))];
  const { ticket } = view;
  return [
    el("b", { class: ticket ? "strip-number digits" : "strip-number none" }, ticket ? ticket.label : say("clerk.empty")),
    el("span", { class: "strip-state" }, el("span", { class: "strip-what" }, what(view)), el("span", { class: "strip-next" }, next(view))),
    notes(view),
  ];
}

function what(view) {
  const { ticket, counter } = view;
  if (ticket && ticket.state === "serving") return [say("clerk.state-serving"), " ", since(servedFrom(ticket)), " · ", el("span", { id: "strip-outcome" })];
  if (ticket) return [say("clerk.state-called"), " ", since(ticket.last_called_us)];
  if (view.suspended) return say("clerk.suspended-for", { reason: say(`suspended.${view.suspended.reason}`) });
  if (counter.state === "paused") return say("clerk.paused-for", { reason: say(`pause.${counter.reason}`) });
  return [el("span", { id: "rest", hidden: true }), el("span", {}, counter.idle ? say("clerk.idle", { n: waitingIn(view) }) : say("shared.counter", { number: counter.number }))];
}

function next(view) {
  const waiting = el("span", { class: "strip-waiting" }, say("clerk.n-waiting", { n: waitingIn(view) }));
  return view.next ? [waiting, " · ", say("clerk.next-is"), " ", el("b", { class: "digits" }, view.next.label)] : waiting;
}

function notes(view) {
  const marks = [
    view.suspended && ["red", say("clerk.suspended-short")],
    view.messages.unread && ["amber", say("clerk.unread", { n: view.messages.unread })],
    view.held.some((row) => row.ready) && ["green", say("clerk.is-back")],
    view.counter.help && ["", say("clerk.help-short")],
    named(view.counter.mentor) && ["", say("clerk.trainee-short")],
  ];
  return el("span", { class: "strip-notes" }, marks.filter(Boolean).map(([colour, words]) => el("span", { class: `mark ${colour}` }, words)));
}

/** Open the whole page in a window of its own, at an act that has no room here. */
export function openWhole(name) {
  window.open(name ? `/clerk/?do=${encodeURIComponent(name)}` : "/clerk/", "hall-clerk", "width=1366,height=768");
}

/** The act for which this window was opened from a strip; "" for none. Asked for once: a reload does not begin it again. */
export function begun() {
  const wanted = new URLSearchParams(location.search).get("do") || "";
  if (wanted) history.replaceState(null, "", location.pathname + location.hash);
  return wanted;
}
