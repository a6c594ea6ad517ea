// SPDX-License-Identifier: Apache-2.0
// Dialogs about one visitor: who really sits here, what was checked and needed, the case number, who comes back.

import { ask, complaint, finder, toggles } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { searched, ticketRow, visitorRow, wholeNumber } from "./tickets.js";

const NEEDS = ["mobility", "hearing", "sight", "language", "infant", "companion"];
const LANGUAGES = ["zh-Hans", "zh-Hant", "yue", "en"];

/** Somebody else sits here than was called: type or scan the number that is on the slip. */
export function correctTicket(view, _, label = "") {
  return ask(say("clerk.correct-title", { number: view.ticket.label }), say("clerk.correct-hint"), (done) => {
    const others = [...view.line, ...view.absent].filter((row) => row.id !== view.ticket.id);
    const rows = others.map(ticketRow);
    const found = finder(rows, say("clerk.find-slip"), (ticket) => done({ ticket }), (typed) => wholeNumber(rows, typed, say("clerk.this-number")));
    searched(found, label);
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

/** Which visitor → the ticket, known only by its number where it is not listed; the one in hand without a question. */
export async function whom(view, title, hint, first = []) {
  const known = [...first, ...(view.ticket ? [view.ticket] : []), ...view.line];
  const rows = Array.from(new Map(known.map((ticket) => [ticket.id, ticket])).values()).map(visitorRow);
  return ask(title, hint, (done) => {
    const bare = (number) => ({ id: number, label: number, needs: [], services: [], declared: {}, group: {} });
    const found = finder(rows, say("clerk.find-or-type"), done, (typed) => wholeNumber(rows, typed, say("clerk.this-number"), bare));
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

/** Whether a named priority is so: yes, no, or another one. */
export async function confirmPriority(view) {
  const declared = [view.ticket, ...view.line].filter((row) => row && named(row.declared));
  const ticket = view.ticket && named(view.ticket.declared) ? view.ticket : await whom(view, say("clerk.confirm-title"), say("clerk.confirm-hint"), declared);
  if (!ticket) return null;
  return ask(say("clerk.confirm-who", { number: ticket.label }), say("clerk.confirm-proof"), (done) => {
    const button = (label, fields, main, basis) =>
      el("button", { class: main ? "button main pick" : "button pick", type: "button", on: { click: () => done({ ticket: ticket.id, ...fields }) } }, label, basis && el("small", {}, named(basis)));
    const said = named(ticket.declared);
    const group = view.groups.find((row) => named(row.names) === said);
    const own = said ? [button(say("clerk.is-so", { group: said }), {}, true, group && group.basis), button(say("clerk.is-not-so"), { confirmed: false })] : [];
    const others = view.groups.filter((row) => named(row.names) !== said).map((row) => button(named(row.names), { group: row.slug }, false, row.basis));
    const focus = own[0] || others[0];
    return { content: el("div", { class: "dialog-body" }, el("div", { class: "picks" }, own), el("div", { class: "picks" }, others)), focus };
  });
}

/** What a visitor needs, and in which language. */
export async function noteNeeds(view) {
  const ticket = await whom(view, say("clerk.note-needs"), say("clerk.needs-hint"));
  if (!ticket) return null;
  return ask(say("clerk.needs-who", { number: ticket.label }), say("clerk.needs-hint"), (done) => {
    const needs = toggles(NEEDS, ticket.needs, (code) => say(`need.${code}`));
    const spoken = el("select", { class: "input", "aria-label": say("clerk.language") }, LANGUAGES.map((code) => el("option", { value: code }, say(`language.${code}`))));
    spoken.value = ticket.language || LANGUAGES[0];
    const fields = () => ({ ticket: ticket.id, needs: Array.from(needs.chosen), ...(ticket.language || spoken.value !== LANGUAGES[0] ? { language: spoken.value } : {}) });
    const end = el("button", { class: "button main", type: "button", on: { click: () => done(fields()) } }, say("shared.confirm"));
    return { content: el("div", { class: "dialog-body" }, needs.node, spoken), end, focus: end };
  });
}

/** The case number of the ticket in hand, typed. */
export function noteCase(view) {
  return ask(say("clerk.case-title", { number: view.ticket.label }), say("clerk.case-hint"), (done) => {
    const input = el("input", { class: "input", maxlength: 64, autocomplete: "off", "aria-label": say("clerk.case"), data: { scan: "case" } });
    input.value = view.ticket.case_no;
    const problem = complaint();
    const end = () => {
      const case_no = input.value.trim();
      if (/^[A-Za-z0-9-]{1,64}$/.test(case_no)) done({ ticket: view.ticket.id, case_no });
      else problem.tell(say("clerk.case-wrong"));
    };
    const button = el("button", { class: "button main", type: "button", on: { click: end } }, say("shared.confirm"), " ", el("kbd", {}, "Enter"));
    const key = (event) => {
      if (event.key === "Enter" && event.target === input && !event.isComposing) end();
    };
    return { content: el("div", { class: "dialog-body" }, input, problem.node), end: button, focus: input, key };
  });
}

/** Ask a visitor back who has been served: one of the last here, or any of today's by number. */
export function callBack(view) {
  return ask(say("clerk.call-back-title"), say("clerk.call-back-hint"), (done) => {
    const rows = view.served.map(ticketRow);
    const choose = (ticket) => done({ ticket, counter: view.counter.slug });
    const found = finder(rows, say("clerk.find-or-type"), choose, (typed) => wholeNumber(rows, typed, say("clerk.this-number")));
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

/** Somebody comes back within the days that the return slip names. */
export function comeBack(view) {
  return ask(say("clerk.come-back-title"), say("clerk.come-back-hint"), (done) => {
    const rows = view.returns.map((right) => ({
      parts: [el("b", { class: "digits" }, right.label), el("span", {}, right.services.map(named).join(say("clerk.and"))), el("span", { class: "quiet" }, say("clerk.return-day", right))],
      words: `${right.label} ${right.day} ${right.services.map(named).join(" ")}`,
      value: { ticket: right.id },
    }));
    const found = finder(rows, say("clerk.find-return"), done);
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}
