// SPDX-License-Identifier: Apache-2.0
// What a command still needs before it can be sent. Each dialog resolves with the command's fields, or null.

import { ask, chips, choices, complaint, finder, pick, sure } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { registerForm } from "/shared/register.js";
import { counterName } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { calling } from "./actions.js";
import { giveNotice, missing } from "./papers.js";
import { changeService, serveDirect } from "./services.js";
import { searched, ticketRow, wholeNumber } from "./tickets.js";
import { callBack, comeBack, confirmPriority, correctTicket, noteCase, noteNeeds } from "./visitors.js";

function transfer(view) {
  const to = say("clerk.transfer-title", { number: view.ticket.label });
  return ask(to, say("clerk.transfer-hint"), (done) => {
    const reason = chips("transfer", view.codes.transfer, view.codes.transfer[0]);
    const returns = el("input", { type: "checkbox" });
    const then = thenCall(view);
    const queues = view.targets.filter((row) => row.slug !== view.ticket.queue);
    const counters = view.counters.filter((row) => row.slug !== view.counter.slug && row.letters.length + row.helps.length > 0);
    const rows = [...queues.map(queueRow), ...counters.map(counterRow)];
    const first = (typed) => rows.filter((row) => row.first === typed);
    const found = finder(
      rows,
      say("clerk.find-target"),
      (target) => done({ ticket: view.ticket.id, reason: reason.state.code, returns: returns.checked, then: then.wanted(), ...target }),
      first,
    );
    const back = el("label", { class: "check roomy" }, returns, say("clerk.returns"));
    reason.node.classList.add("roomy");
    return { content: el("div", { class: "dialog-body" }, reason.node, back, found.input, found.list, then.node), focus: found.input };
  });
}

/** Whether the next visitor is called at once, as the counter is free then. */
function thenCall(view) {
  const check = el("input", { type: "checkbox", checked: true });
  const may = calling(view);
  return { node: may && el("label", { class: "check roomy" }, check, say("clerk.then-call")), wanted: () => may && check.checked };
}

/** Why the number in hand is put aside. */
function hold(view) {
  return ask(say("clerk.hold-title", { number: view.ticket.label }), say("clerk.hold-hint"), (done) => {
    const then = thenCall(view);
    const { picks, key } = choices("hold", view.codes.hold, (reason) => done({ ticket: view.ticket.id, reason, then: then.wanted() }));
    return { content: el("div", { class: "dialog-body" }, picks, then.node), key, focus: picks.firstChild };
  });
}

function queueRow(row) {
  const parts = [el("span", { class: "letter" }, row.letter), el("b", {}, named(row.names)), el("span", { class: "quiet" }, say("clerk.n-waiting", { n: row.waiting }))];
  return { parts, first: row.letter.toLowerCase(), words: `${row.letter} ${Object.values(row.names).join(" ")} ${row.found_by}`, value: { to_queue: row.slug } };
}

function counterRow(row) {
  const state = row.state === "closed" ? say("clerk.closed") : named(row.clerk);
  const parts = [el("b", {}, say("shared.counter", { number: row.number })), el("span", {}, counterName(row)), el("span", { class: "quiet" }, state)];
  return { parts, first: String(row.number), words: `${row.number}号窗口 ${Object.values(row.names).join(" ")} ${named(row.clerk)}`, value: { to_counter: row.slug } };
}

/** Call a certain number; `label`: the one whose slip lies here. */
export function callTicket(view, label = "") {
  return ask(say("clerk.call-ticket-title"), say("clerk.call-ticket-hint"), (done) => {
    const who = el(
      "select",
      { class: "input", hidden: true, "aria-label": say("clerk.ordered-by") },
      el("option", { value: "" }, say("clerk.ordered-by")),
      view.orderers.map((row) => el("option", { value: row.slug }, named(row.names))),
    );
    const problem = complaint();
    const reason = chips("call-reason", view.codes["call-reason"], "", (code) => {
      who.hidden = code !== "ordered";
      problem.tell("");
    });
    const choose = (ticket) => {
      const { code } = reason.state;
      if (!code || (code === "ordered" && !who.value)) problem.tell(say(code ? "clerk.say-who" : "clerk.say-why"));
      else done(code === "ordered" ? { ticket, reason: code, ordered_by: who.value } : { ticket, reason: code });
    };
    const rows = view.callable.map(ticketRow);
    const found = finder(rows, say("clerk.find-or-type"), choose, (typed) => wholeNumber(rows, typed, say("clerk.not-listed")));
    searched(found, label);
    return { content: el("div", { class: "dialog-body" }, reason.node, who, problem.node, found.input, found.list), focus: found.input };
  });
}

/** Take one of several rows; with a single one there is nothing to ask. */
function oneOf(rows, title) {
  if (rows.length === 1) return Promise.resolve({ ticket: rows[0].id });
  return ask(title, null, (done) => {
    const found = finder(rows.map(ticketRow), say("clerk.find-ticket"), (ticket) => done({ ticket }));
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

function oneHeld(view, title) {
  return oneOf(view.held.filter((row) => !row.ready), title);
}

function handOver(view) {
  return ask(say("clerk.hand-over-title"), say("clerk.hand-over-hint"), (done) => {
    const row = (person) => ({
      parts: [el("b", {}, named(person.names)), el("span", { class: "quiet" }, person.badge), person.here && el("span", { class: "mark green" }, say("clerk.signed-in"))],
      words: `${Object.values(person.names).join(" ")} ${person.badge} ${person.slug}`,
      value: { to: person.slug },
    });
    const found = finder(view.colleagues.map(row), say("clerk.find-person"), done);
    return { content: el("div", { class: "dialog-body" }, found.input, found.list), focus: found.input };
  });
}

async function reason(asked, fields = {}) {
  const code = await asked;
  return code === null ? null : { ...fields, reason: code };
}

function close(view) {
  const waiting = view.queues.filter((row) => row.own).reduce((sum, row) => sum + row.waiting, 0);
  const hint = waiting ? say("clerk.close-waiting", { n: waiting }) : say("clerk.close-hint");
  return sure(say("clerk.close-title"), hint, say("clerk.close-counter"), {}, "button danger");
}

/** Name of an action's dialog → what opens it for a view and what is filled in for the ticket in hand. */
export const DIALOGS = {
  hold,
  pause: (view) => reason(pick(say("clerk.pause-title"), say("clerk.pause-hint"), "pause", view.codes.pause)),
  "count-enquiry": async (view) => {
    const topic = await pick(say("clerk.enquiry-title"), say("clerk.enquiry-hint"), "enquiry", view.codes.enquiry);
    return topic && { topic };
  },
  help: async (view) => {
    const kind = await pick(say("clerk.ask-help"), say("clerk.help-hint"), "help", view.codes.help);
    return kind && { kind };
  },
  resume: (view) => oneHeld(view, say("clerk.resume")),
  ready: (view) => oneHeld(view, say("clerk.ready-title")),
  "bring-back": (view) => oneOf(view.absent, say("clerk.bring-back")),
  transfer,
  missing,
  "give-notice": giveNotice,
  "serve-direct": serveDirect,
  "change-service": changeService,
  "correct-ticket": correctTicket,
  "confirm-priority": confirmPriority,
  "note-needs": noteNeeds,
  "note-case": noteCase,
  "come-back": comeBack,
  "register-case": (view) => registerForm(view, view.ticket ? view.ticket.label : ""),
  "call-ticket": (view) => callTicket(view),
  "call-back": callBack,
  "hand-over": handOver,
  close,
};
