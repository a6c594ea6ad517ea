// SPDX-License-Identifier: Apache-2.0
// What the parts of the guide's screen share: the newest view, one command at a time, and looking things up.

import { sure } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { acting } from "/shared/staff.js";
import { named, say } from "/shared/words.js";

const FIND_MS = 5000;
// What was done long ago must not be read as what was done now.
const SAID_MS = 8000;
const asked = new Map();
let timer = 0;

export const state = { hall: null, view: null, tab: "take" };
export const acts = acting({ hall: () => state.hall });

/** Send a command and say what was done: the sentence `guide.done-<name>` with the number. */
export function act(name, fields, label) {
  return send(name, fields, say(`guide.done-${name}`, { label: label || "" }));
}

/** Send a command; `said` as for `acts.send`. What was said goes away after a while; a refusal stays until the next command. */
export async function send(name, fields, said) {
  clearTimeout(timer);
  const answer = await acts.send(name, fields, said);
  if (answer) timer = setTimeout(() => acts.tell(""), SAID_MS);
  return answer;
}

/** Ask whether somebody comes back on an earlier number, then give the new one. */
export async function comeBack(right) {
  const what = right.services.map(serviceName).join(" + ");
  const yes = await sure(say("guide.return-title", { label: right.label, day: right.day }), what, say("guide.come-back"), true);
  return yes && send("come-back", { ticket: right.ticket }, (answer) => say("guide.done-come-back", { label: right.label, number: answer.result.number }));
}

/** Look up a ticket (number, short code, id) or items; → what the hall knows, null when it does not answer. */
export function find(kind, wanted) {
  const key = `${kind} ${wanted}`;
  const known = asked.get(key);
  if (known) return known.answer;
  const open = {};
  open.answer = new Promise((resolve) => {
    open.end = (found) => {
      // The same may be asked again before this one's time is over.
      if (asked.get(key) === open) asked.delete(key);
      resolve(found);
    };
  });
  asked.set(key, open);
  setTimeout(open.end, FIND_MS, null);
  if (!state.hall.tell({ find: kind, text: wanted })) open.end(null);
  return open.answer;
}

/** Take what the hall says to this screen alone. */
export function heard(whisper) {
  const found = whisper.found;
  const open = found && asked.get(`${found.find} ${found.text}`);
  if (open) open.end(found);
}

/** A button that sends something: it sleeps while nothing can be sent. */
export function button(word, click, { className = "", data = {} } = {}) {
  return el("button", { class: `button ${className}`, type: "button", data: Object.assign({ live: "" }, data), on: { click } }, word);
}

/** What a service is called; its slug where it is not known any more. */
export function serviceName(slug) {
  return named(state.view.list.services[slug]) || slug;
}

/** Marks of what to know of a visitor before anything else: priority, needs, language. */
export function marks(row) {
  const group = row.group && named(state.view.group_names[row.group]);
  const declared = row.declared && named(state.view.group_names[row.declared]);
  return [
    group && el("span", { class: "mark" }, group),
    declared && el("span", { class: "mark amber" }, say("guide.declared", { group: declared })),
    row.needs.map((need) => el("span", { class: "mark green" }, say(`need.${need}`))),
    row.language !== "zh-Hans" && el("span", { class: "mark" }, say(`language.${row.language}`)),
  ];
}
