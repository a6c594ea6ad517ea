// SPDX-License-Identifier: Apache-2.0
// What all parts of the screen share: the newest view, and one command at a time.

import { byId } from "/shared/dom.js";
import { acting } from "/shared/staff.js";
import { named, say } from "/shared/words.js";

const GOOD_MS = 6000;
/** `view`: the newest; `hall`: the line; `go(tab)`: show a part of the screen; `redraw()`: draw what was chosen here. */
export const doing = { view: null, hall: null, go: null, redraw: null };
export const acts = acting({ hall: () => doing.hall, give_up_s: 20 });
let told = 0;

/** Send a command and say what came of it; a good word goes away by itself, a refusal stays until it is touched. → the answer or null. */
export async function send(name, fields, sentence) {
  const answer = await acts.send(name, fields, sentence);
  const mine = (told += 1);
  if (answer !== null) setTimeout(() => mine === told && acts.tell(""), GOOD_MS);
  return answer;
}

/** A touch takes the last word away. */
export function dismissable() {
  byId("message").addEventListener("click", () => acts.tell(""));
}

/** A counter as people call it. */
export function counterText(number) {
  return say("shared.counter", { number });
}

/** Names in a row; of many the first, and how many they are. */
export function listed(names, most) {
  const said = names.filter(Boolean);
  return said.length > most ? say("duty.and-more", { names: said.slice(0, most).join(say("duty.and")), n: said.length }) : said.join(say("duty.and"));
}

/** The row of a counter, or none. */
export function deskOf(slug) {
  return doing.view.desks.find((desk) => desk.slug === slug);
}

/** The name of a person of the staff. */
export function personText(slug) {
  const row = doing.view.staff.find((person) => person.slug === slug);
  return row ? named(row.names) : slug;
}
