// SPDX-License-Identifier: Apache-2.0
// Every command of a clerk as one row: its key, when it may be pressed, and what it sends.
// Function keys and the space bar reach the page whatever input method is on; letters are for the rarer acts.

import { say } from "/shared/words.js";

const at = (view) => view.counter !== null;
const inHand = (view) => at(view) && view.ticket !== null;
const called = (view) => inHand(view) && view.ticket.state === "called";
const going = (view) => view.day.open && view.suspended === null;

/** Whether this counter may call somebody, as far as day, hall and counter go. */
export function calling(view) {
  return at(view) && view.counter.state === "open" && going(view);
}

const idle = (view) => calling(view) && view.ticket === null;
const empty = (view) => at(view) && view.ticket === null;
const open = (view) => at(view) && view.day.open;
const held = (view) => at(view) && view.held.some((row) => !row.ready);
const missable = (view) => called(view) && going(view) && !view.ticket.escort;
const absentFrom = (view) => (called(view) ? view.ticket.absent_from_us : null);
const guard = (view) => ({ ticket: view.ticket.id });
const nothing = () => ({});

/** What a finish sends: the outcome and what was counted; a case number was noted before. */
export function finished(view, draft) {
  const items = Array.from(draft.items, ([item, quantity]) => ({ item, quantity })).filter((row) => row.quantity > 0);
  const fields = { ticket: view.ticket.id, outcome: draft.outcome };
  if (items.length) fields.items = items;
  return fields;
}

/**
 * name: the command, unless `command` names it, or what the screen itself does (`own`). codes: `KeyboardEvent.code` values; key: what the button shows. may(view).
 * from_us(view): not before. until_us(view): not after. fields(view, draft) for commands sent at once; `asks` names the dialog of those
 * that need more, which gives the fields. wide: its dialog needs the whole page. `asks` with `when`: only then is it asked. With `then` among
 * the fields the next visitor is called as soon as that is done.
 * place: `pad` (the big buttons, in this order), `bar`, `list` (drawn elsewhere), `more` (behind 更多); every one is reached by its key.
 */
export const ACTIONS = [
  { name: "call-next", codes: ["F2"], key: "F2", place: "pad", may: idle, fields: nothing },
  { name: "start", codes: ["F4"], key: "F4", place: "pad", may: called, fields: guard },
  { name: "finish-and-call", codes: ["F9"], key: "F9", place: "pad", may: (view) => inHand(view) && calling(view), fields: finished, asks: "missing", when: incomplete },
  { name: "finish", codes: ["F8"], key: "F8", place: "pad", may: inHand, fields: finished, asks: "missing", when: incomplete },
  {
    name: "recall",
    codes: ["F3"],
    key: "F3",
    place: "pad",
    may: (view) => called(view) && going(view) && view.ticket.recall_from_us !== null,
    from_us: (view) => (called(view) ? view.ticket.recall_from_us : null),
    fields: guard,
  },
  {
    name: "absent-and-call",
    codes: ["F10"],
    key: "F10",
    place: "pad",
    command: "mark-absent",
    may: missable,
    from_us: absentFrom,
    fields: (view) => ({ ...guard(view), then: calling(view) }),
  },
  { name: "hold", codes: ["F6"], key: "F6", place: "pad", may: inHand, asks: "hold" },
  { name: "transfer", codes: ["F7"], key: "F7", place: "pad", may: inHand, asks: "transfer" },
  { name: "undo", codes: ["KeyZ"], key: "Z", place: "pad", may: (view) => at(view) && view.counter.undo !== null, until_us: (view) => view.counter.undo.until_us, fields: nothing },
  { name: "mark-absent", codes: ["KeyA"], key: "A", place: "more", may: missable, from_us: absentFrom, fields: guard },
  { name: "serve-direct", codes: ["KeyD"], key: "D", place: "more", may: idle, asks: "serve-direct" },
  { name: "call-ticket", codes: ["Slash", "NumpadDivide"], key: "/", place: "more", may: (view) => idle(view) && view.person.may_call_ticket, asks: "call-ticket", wide: true },
  { name: "correct-ticket", codes: ["KeyC"], key: "C", place: "more", may: inHand, asks: "correct-ticket" },
  { name: "change-service", codes: ["KeyS"], key: "S", place: "more", may: open, asks: "change-service", wide: true },
  { name: "confirm-priority", codes: ["KeyV"], key: "V", place: "more", may: open, asks: "confirm-priority", wide: true },
  { name: "note-needs", codes: ["KeyN"], key: "N", place: "more", may: open, asks: "note-needs", wide: true },
  { name: "escort", codes: ["KeyX"], key: "X", place: "more", may: (view) => called(view) && view.ticket.escort, fields: guard },
  { name: "talk", codes: ["KeyH"], key: "H", place: "more", may: inHand, own: true, wide: true },
  { name: "note-case", codes: ["KeyT"], key: "T", place: "more", may: inHand, asks: "note-case" },
  { name: "give-notice", codes: ["KeyL"], key: "L", place: "more", may: inHand, asks: "give-notice", wide: true },
  { name: "call-back", codes: ["KeyK"], key: "K", place: "more", may: (view) => at(view) && view.person.may_call_back, asks: "call-back" },
  { name: "come-back", codes: ["KeyY"], key: "Y", place: "more", may: (view) => open(view) && view.day.issuing, asks: "come-back" },
  { name: "count-enquiry", codes: ["KeyO"], key: "O", place: "more", may: open, asks: "count-enquiry", wide: true },
  { name: "register-case", codes: ["KeyE"], key: "E", place: "more", may: at, asks: "register-case", wide: true },
  { name: "hand-over", codes: ["KeyJ"], key: "J", place: "more", may: (view) => at(view) && view.person.may_hand_over, asks: "hand-over" },
  { name: "ask-help", codes: ["F1"], key: "F1", place: "more", may: at, fields: () => ({ kind: "come" }), asks: "help", when: (_, view) => view.counter.help !== null },
  { name: "my-day", codes: ["KeyW"], key: "W", place: "more", may: () => true, own: true, wide: true },
  { name: "resume", codes: ["KeyR"], key: "R", place: "list", may: (view) => held(view) && empty(view) && view.counter.state === "open", asks: "resume" },
  { name: "ready", codes: ["KeyR"], key: "R", place: "list", may: held, asks: "ready" },
  { name: "bring-back", codes: ["KeyB"], key: "B", place: "list", may: (view) => at(view) && view.absent.length > 0, asks: "bring-back" },
  { name: "messages", codes: ["KeyM"], key: "M", place: "bar", may: at, own: true, wide: true },
  { name: "pause-counter", codes: ["KeyP"], key: "P", place: "bar", may: (view) => empty(view) && view.counter.state === "open", asks: "pause" },
  { name: "close-counter", codes: ["KeyQ"], key: "Q", place: "bar", may: empty, asks: "close" },
  { name: "more", codes: ["KeyG"], key: "G", place: "pad", may: at, own: true, wide: true },
  {
    name: "open-counter",
    codes: ["F2"],
    key: "F2",
    place: "pause",
    may: (view) => at(view) && view.counter.state === "paused",
    fields: (view) => ({ counter: view.counter.slug }),
  },
];

function incomplete(draft) {
  return draft.outcome === "incomplete";
}

/** The action of this name. */
export function action(name) {
  return ACTIONS.find((it) => it.name === name);
}

/** What the pad shows, the acts of every ticket first; in a small station serving directly is one of them. */
export function padActions(view) {
  if (view.counter.state === "paused" && view.ticket === null) return ACTIONS.filter((it) => it.place === "pause");
  const shown = ACTIONS.filter((it) => it.place === "pad");
  return view.one_tab ? [action("serve-direct"), ...shown] : shown;
}

/** The act that the state is waiting for. */
export function primary(view) {
  if (view.counter === null) return null;
  if (view.ticket !== null) return view.ticket.state === "called" ? action("start") : serving(view);
  if (view.counter.state === "paused") return action("open-counter");
  return view.one_tab && view.next === null ? action("serve-direct") : action("call-next");
}

function serving(view) {
  return action(calling(view) ? "finish-and-call" : "finish");
}

/** What the space bar does just now: call, start, go on; never finish, so that an elbow ends nobody's service. */
export function bySpace(view) {
  const it = primary(view);
  return it === null || it.name.startsWith("finish") ? null : it;
}

/** Whole seconds until the action may be pressed; 0 when it is time. */
export function secondsLeft(it, view, now_us) {
  const from_us = it.from_us ? it.from_us(view) : null;
  return from_us === null || from_us === undefined ? 0 : Math.max(0, Math.ceil((from_us - now_us) / 1e6));
}

/** Whole seconds for which the action may still be pressed; null: as long as the state lasts. */
export function secondsOpen(it, view, now_us) {
  return it.until_us ? Math.max(0, Math.ceil((it.until_us(view) - now_us) / 1e6)) : null;
}

/** Whether the action may be pressed now. */
export function ready(it, view, now_us) {
  return it.may(view) && secondsLeft(it, view, now_us) === 0 && secondsOpen(it, view, now_us) !== 0;
}

/** Why the action may not be pressed now, as a sentence. */
export function whyNot(it, view, now_us) {
  const left_s = it.may(view) ? secondsLeft(it, view, now_us) : 0;
  if (left_s) return say("clerk.not-before", { action: say(`clerk.${it.name}`), n: left_s });
  return say(it.name === "undo" ? "clerk.nothing-to-undo" : "clerk.not-now", { action: say(`clerk.${it.name}`) });
}

/** The action that a key press means in this state; null for none. */
export function byKey(event, view) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.code === "Space") return bySpace(view);
  const meant = ACTIONS.filter((it) => it.codes.includes(event.code));
  return meant.find((it) => it.may(view)) || meant[0] || null;
}
