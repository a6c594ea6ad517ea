// SPDX-License-Identifier: Apache-2.0
// What is asked before something is done: one sheet with big buttons. The first tap opens it, the second does it.

import { ask } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { doing } from "./doing.js";

/** A sheet is deaf for so long after it came up, so that a double tap is no second one. */
const SETTLE_MS = 350;

/** As `ask` of the shared dialogs; deaf at first. */
export function sheet(title, hint, build, leave) {
  const answer = ask(title, hint, build, leave);
  const open = document.querySelectorAll("dialog[open]");
  const dialog = open[open.length - 1];
  dialog.classList.add("settling");
  setTimeout(() => dialog.classList.remove("settling"), SETTLE_MS);
  return answer;
}

function big({ value, label, note, look }, done) {
  return el("button", { class: `button big ${look || ""}`, type: "button", data: { value: typeof value === "string" ? value : "" }, on: { click: () => done(value) } }, el("b", {}, label), note ? el("span", { class: "quiet" }, note) : null);
}

/** One of several: rows `{value, label, note, look}`. → the value. above: nodes over the buttons. */
export function menu(title, hint, rows, above) {
  return sheet(title, hint, (done) => ({ content: el("div", { class: "dialog-body" }, above || null, el("div", { class: "bigs" }, rows.map((row) => big(row, done)))) }), rows.length ? "shared.cancel" : "shared.close");
}

/** A reason, each on a big button: words are `<kind>.<code>`. → the code. */
export function reason(title, hint, kind, above) {
  return menu(title, hint, codesOf(kind), above);
}

/** The codes of a kind as rows of a menu. */
export function codesOf(kind) {
  return doing.view.codes[kind].map((code) => ({ value: code, label: say(`${kind}.${code}`) }));
}

/** Whether to do it, said in full on the button. → true or null. */
export function sure(title, hint, yes, look) {
  return menu(title, hint, [{ value: true, label: yes, look: look || "main" }]);
}

/** For what is out of the ordinary: who decided it, and why. → `{reason, ordered_by?}`; oneself is not named twice. */
export async function ordered(title, hint) {
  const others = doing.view.staff.filter((person) => person.orders && person.slug !== doing.view.me);
  const who = el("select", { class: "input" }, el("option", { value: "" }, say("duty.by-me")), others.map((person) => el("option", { value: person.slug }, named(person.names))));
  const above = el("label", { class: "field" }, el("span", {}, say("duty.ordered-by")), who);
  const code = await reason(title, hint, "call-reason", above);
  if (!code) return null;
  return who.value ? { reason: code, ordered_by: who.value } : { reason: code };
}

/** A person: rows of the staff. note(person) → what stands beside the name. → the slug. */
export function somebody(title, hint, people, note) {
  return menu(title, hint || (people.length ? "" : say("duty.nobody-free")), people.map((person) => ({ value: person.slug, label: named(person.names), note: note(person) })));
}
