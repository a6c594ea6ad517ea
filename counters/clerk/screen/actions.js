// SPDX-License-Identifier: Apache-2.0
// Every command of a clerk as one row: its key, when it may be pressed, and what it sends.
// Function keys and the space bar reach the page whatever input method is on; letters are for the rarer acts.

const inHand = (view) => view.ticket !== null && view.counter !== null;
const called = (view) => inHand(view) && view.ticket.state === "called";
const calling = (view) => view.counter !== null && view.counter.state === "open" && view.day.open;
const idle = (view) => calling(view) && view.ticket === null;
const guard = (view) => ({ ticket: view.ticket.id });

function finished(view, draft) {
  const items = Array.from(draft.items, ([item, quantity]) => ({ item, quantity })).filter((row) => row.quantity > 0);
  const fields = { ticket: view.ticket.id, outcome: draft.outcome };
  if (items.length) fields.items = items;
  return fields;
}

/**
 * name: the command. codes: `KeyboardEvent.code` values; key: what the button shows. may(view). from_us(view): not before.
 * fields(view, draft) for commands sent at once; `asks` names the dialog of those that need more.
 * place: `pad` (the big buttons, in this order), `bar` or `list` (drawn elsewhere, reachable by key).
 */
export const ACTIONS = [
  { name: "call-next", codes: ["F2"], key: "F2", place: "pad", may: idle, fields: () => ({}) },
  { name: "start", codes: ["F4"], key: "F4", place: "pad", may: called, fields: guard },
  { name: "finish-and-call", codes: ["F9"], key: "F9", place: "pad", may: (view) => inHand(view) && calling(view), fields: finished },
  { name: "finish", codes: ["F8"], key: "F8", place: "pad", may: inHand, fields: finished },
  {
    name: "recall",
    codes: ["F3"],
    key: "F3",
    place: "pad",
    may: (view) => called(view) && view.ticket.recall_from_us !== null,
    from_us: (view) => (called(view) ? view.ticket.recall_from_us : null),
    fields: guard,
  },
  {
    name: "mark-absent",
    codes: ["F10"],
    key: "F10",
    place: "pad",
    may: called,
    from_us: (view) => (called(view) ? view.ticket.absent_from_us : null),
    fields: guard,
  },
  { name: "hold", codes: ["F6"], key: "F6", place: "pad", may: inHand, asks: "hold" },
  { name: "transfer", codes: ["F7"], key: "F7", place: "pad", may: inHand, asks: "transfer" },
  { name: "call-ticket", codes: ["Slash", "NumpadDivide"], key: "/", place: "pad", may: (view) => idle(view) && view.person.may_call_ticket, asks: "call-ticket" },
  { name: "resume", codes: ["KeyR"], key: "R", place: "list", may: (view) => view.counter !== null && view.held.length > 0, asks: "resume" },
  { name: "bring-back", codes: ["KeyB"], key: "B", place: "list", may: (view) => view.counter !== null && view.absent.length > 0, asks: "bring-back" },
  { name: "call-back", codes: ["KeyK"], key: "K", place: "bar", may: (view) => view.counter !== null && view.person.may_call_back, asks: "call-back" },
  { name: "pause-counter", codes: ["KeyP"], key: "P", place: "bar", may: (view) => view.counter !== null && view.counter.state === "open" && view.ticket === null, asks: "pause" },
  { name: "close-counter", codes: ["KeyQ"], key: "Q", place: "bar", may: (view) => view.counter !== null && view.ticket === null, asks: "close" },
  {
    name: "open-counter",
    codes: ["F2"],
    key: "F2",
    place: "pause",
    may: (view) => view.counter !== null && view.counter.state === "paused",
    fields: (view) => ({ counter: view.counter.slug }),
  },
];

/** The action of this name. */
export function action(name) {
  return ACTIONS.find((it) => it.name === name);
}

/** What the space bar does just now: call, start, go on; never finish, so that an elbow ends nobody's service. */
export function primary(view) {
  if (view.counter === null) return null;
  if (view.counter.state === "paused") return action("open-counter");
  if (view.ticket === null) return action("call-next");
  return action(view.ticket.state === "called" ? "start" : "finish-and-call");
}

/** Whole seconds until the action may be pressed; 0 when it is time. */
export function secondsLeft(it, view, now_us) {
  const from_us = it.from_us ? it.from_us(view) : null;
  return from_us === null || from_us === undefined ? 0 : Math.max(0, Math.ceil((from_us - now_us) / 1e6));
}

/** Whether the action may be pressed now. */
export function ready(it, view, now_us) {
  return it.may(view) && secondsLeft(it, view, now_us) === 0;
}

/** The action that a key press means in this state; null for none. */
export function byKey(event, view) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.code === "Space") {
    const it = primary(view);
    return it !== null && it.name !== "finish-and-call" ? it : null;
  }
  const meant = ACTIONS.filter((it) => it.codes.includes(event.code));
  return meant.find((it) => it.may(view)) || meant[0] || null;
}
