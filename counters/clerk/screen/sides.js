// SPDX-License-Identifier: Apache-2.0
// Left and right of the terminal: the queues and who waits; who is held and who is absent.

import { el } from "/shared/dom.js";
import { since } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { marks, services, whyText } from "./tickets.js";

const SHOWN_ABSENT = 30;

function title(key, count, keyName) {
  return el("h2", { class: "section-title" }, el("span", {}, say(key), count === null ? null : ` ${count}`), keyName && el("kbd", {}, keyName));
}

/** The counter's queues: how many wait, and the longest wait against the target. */
export function queueList(rows) {
  const line = (row) =>
    el(
      "li",
      { class: "queue" },
      el("span", { class: row.own ? "letter" : "letter helped", title: row.own ? null : say("clerk.helped") }, row.letter),
      el(
        "span",
        { class: "queue-name" },
        el("b", {}, named(row.names)),
        el("span", { class: "quiet" }, say("clerk.longest"), " ", since(row.oldest_us, row.target_s), " / ", minutesText(row.target_s)),
      ),
      el("span", { class: "queue-count digits" }, row.waiting),
    );
  return [title("clerk.my-queues", null), el("ul", {}, rows.map(line))];
}

/** Whom the next call would bring and why, then who else waits. */
export function nextAndLine([next, line, busy]) {
  const rows = line.map((ticket) => el("li", { class: "waits" }, el("b", { class: "digits" }, ticket.label), el("span", { class: "waits-marks" }, marks(ticket)), since(ticket.since_us)));
  const ahead = busy && next ? el("p", { class: "next" }, el("b", { class: "digits" }, next.label), el("span", { class: "why" }, whyText(next.why))) : null;
  return [
    ahead && title("clerk.next-is", null),
    ahead,
    title("clerk.line", null),
    rows.length ? el("ol", { class: "scroll" }, rows) : el("p", { class: "quiet" }, say("clerk.nobody-waits")),
  ];
}

/** What this clerk has put aside, each with the button that takes it up again, or lets it go first at the next call. */
export function heldList([rows, idle], resume, ready) {
  const row = (ticket) =>
    el(
      "li",
      { class: "aside" },
      el("span", {}, el("b", { class: "digits" }, ticket.label), " ", since(ticket.since_us, null, "quiet"), el("span", { class: "aside-note" }, note(ticket))),
      ticket.ready ? el("span", { class: "mark green" }, say("clerk.is-back")) : idle ? give("clerk.resume", () => resume(ticket.id)) : give("clerk.ready", () => ready(ticket.id)),
    );
  return list("clerk.held", rows, row, "R", "clerk.none-held");
}

function note(ticket) {
  return ticket.reason ? say(`hold.${ticket.reason}`) : services(ticket);
}

/** Who did not come, newest first, each with the button that brings them back into the queue. */
export function absentList(rows, bringBack) {
  const row = (ticket) =>
    el(
      "li",
      { class: "aside" },
      el("span", {}, el("b", { class: "digits" }, ticket.label), " ", since(ticket.since_us, null, "quiet"), el("span", { class: "aside-note" }, services(ticket))),
      give("clerk.bring-back-short", () => bringBack(ticket.id)),
    );
  return list("clerk.absent", rows.slice(0, SHOWN_ABSENT), row, "B", "clerk.none-absent", rows.length);
}

function list(key, rows, row, keyName, none, count) {
  return [
    title(key, count === undefined ? rows.length : count, rows.length ? keyName : null),
    rows.length ? el("ul", { class: "scroll" }, rows.map(row)) : el("p", { class: "quiet" }, say(none)),
  ];
}

function give(key, act) {
  const click = (event) => {
    event.currentTarget.blur();
    act();
  };
  return el("button", { class: "button slim", type: "button", data: { live: "" }, on: { click } }, say(key));
}
