// SPDX-License-Identifier: Apache-2.0
// Tickets in words and as rows to search: by number, service, or the whole number of one that is not listed.

import { el } from "/shared/dom.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

/** Why a ticket is the one to be called, as a sentence. */
export function whyText(why) {
  if (!why) return "";
  const { wait_s, target_s, reason } = why.args;
  const readable = { group: named(why.group), wait: minutesText(wait_s || 0), target: minutesText(target_s || 0) };
  const person = why.args.by ? { by: named(why.by) || why.args.by } : {};
  const because = why.key === "ordered" ? { reason: say(`call-reason.${reason}`) } : {};
  const key = why.key === "credit" && !why.args.passed ? "credit-first" : why.key;
  return say(`reason.${key}`, Object.assign({}, why.args, readable, person, because));
}

/** Priority, needs and the like as marks. */
export function marks(ticket) {
  return [
    named(ticket.group) && el("span", { class: "mark red" }, named(ticket.group)),
    unchecked(ticket) && el("span", { class: "mark amber" }, say("clerk.to-check", { group: named(ticket.declared) })),
    ticket.needs.map((need) => el("span", { class: "mark amber" }, say(`need.${need}`))),
  ];
}

/** Whether a priority was named that nobody has checked. */
export function unchecked(ticket) {
  return named(ticket.declared) && named(ticket.declared) !== named(ticket.group);
}

/** The services of a ticket in one line. */
export function services(ticket) {
  return ticket.services.map(named).join(say("clerk.and"));
}

/** A ticket of a list as a row of a finder. */
export function ticketRow(ticket) {
  const note = ticket.state === "absent" ? el("span", { class: "mark amber" }, say("clerk.state-absent")) : null;
  const parts = [el("b", { class: "digits" }, ticket.label), el("span", {}, services(ticket)), note];
  return { parts, words: `${ticket.label} ${services(ticket)}`, value: ticket.id, ticket };
}

/** The same with what is known of the visitor. */
export function visitorRow(ticket) {
  const row = ticketRow(ticket);
  return Object.assign(row, { parts: [...row.parts, ...marks(ticket)], value: ticket });
}

/** The ticket whose number was typed whole. Only the first of a crowd are listed; the server knows the others. */
export function wholeNumber(rows, typed, note, valueOf = (number) => number) {
  const parts = /^([a-z]{1,2})0*([1-9][0-9]{0,3})$/.exec(typed);
  if (!parts) return [];
  const number = parts[1].toUpperCase() + parts[2];
  const listed = rows.filter((row) => row.words.split(" ", 1)[0].replace(/^([A-Z]+)0*/, "$1") === number);
  if (listed.length) return listed;
  const unlisted = [el("b", { class: "digits" }, number), el("span", { class: "quiet" }, note)];
  return [{ parts: unlisted, words: number, value: valueOf(number) }];
}

/** Begin a finder with this text typed. */
export function searched(found, typed) {
  if (!typed) return;
  found.input.value = typed;
  found.input.dispatchEvent(new Event("input"));
}
