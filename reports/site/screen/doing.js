// SPDX-License-Identifier: Apache-2.0
// What the parts of the screen share: the newest view, what is looked at, and how something is asked of the hall, now or later.

import { staffAuth } from "/shared/sign.js";
import { acting } from "/shared/staff.js";
import { dayText } from "/shared/time.js";
import { language, named, problemText, say } from "/shared/words.js";
import { send } from "./outbox.js";

const DAY_MS = 86400000;
const GOOD_MS = 8000;
/**
 * `view`, `hall`: the newest and its line; `tab`, `no`: the part and the number that is looked at; `draw()`: draw everything again.
 * `fast_ms`: so much this device's clock is ahead of the hall's, while only a kept view is there; null: the line knows the time.
 */
export const state = { view: null, hall: null, tab: "patrol", no: "", draw: null, fast_ms: 0 };
export const acts = acting({ hall: () => state.hall, give_up_s: 20 });

/** The hall's time in µs, as well as it is known. */
export function now() {
  return Math.round(state.fast_ms === null ? state.hall.now() : (Date.now() - state.fast_ms) * 1000);
}

/** Whether this person may ask a command. */
export function may(command) {
  return state.view.may.includes(command);
}

/**
 * Ask something of the hall, or keep it until the hall is back. what: what it is called while it waits; said: the sentence when it was
 * done, or said(answer) that gives it; more: what is sent along, `[command, fields, photos, what]` each.
 * → the answer, null where it waits or was refused.
 */
export async function perform(command, fields, { photos = [], what, said, more = [] }) {
  const all = await Promise.all([[command, fields, photos, what], ...more].map((it) => send(...it)));
  const refused = all.find((it) => it.problem);
  if (refused) tell(problemText(refused.problem), true);
  else if (all.some((it) => it.kept)) tell(say("site.kept", { what }), false, true);
  else tell(typeof said === "function" ? said(all[0].answer) : said);
  return all[0].answer || null;
}

const told = { nth: 0, waits: false };

/** Say something; a good word goes away by itself, what waits is said until it was sent. */
function tell(sentence, bad = false, waits = false) {
  acts.tell(sentence, bad);
  const nth = (told.nth += 1);
  told.waits = waits;
  if (!bad && !waits) setTimeout(() => nth === told.nth && acts.tell(""), GOOD_MS);
}

/** Everything was sent. */
export function tellSent() {
  if (told.waits) tell(say("site.sent"));
}

/** Look at a part of the screen, and in it at a number; the address says which. */
export function go(tab, no = "") {
  Object.assign(state, { tab, no });
  history.replaceState(null, "", no ? `#${tab}=${no}` : `#${tab}`);
  state.draw();
}

/** Ask the hall for what the vault has of a number. → the answer. Throws the problem that it answers. */
export async function fetchOf(path) {
  const { token } = await staffAuth();
  const answer = await fetch(`/api/v1/site/${path}`, { headers: { Authorization: `Bearer ${token}`, "Accept-Language": language() } });
  if (!answer.ok) throw await answer.json().catch(() => ({ title: String(answer.status) }));
  return answer;
}

/** A counter as people call it. */
export function counterText(number) {
  return say("shared.counter", { number });
}

/** A zone by its slug. */
export function zoneText(slug) {
  const row = state.view.zones.find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}

/** Date and time of day of a moment, in the hall's zone. */
export function momentText(at_us) {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: state.view.zone || undefined, hour: "2-digit", minute: "2-digit" }).format(new Date(at_us / 1000));
  return `${dayText(at_us, state.view.zone)} ${time}`;
}

/** The last day on which something is in time. */
export function lastDay(due_us) {
  return dayText(due_us - 1, state.view.zone);
}

/** `今天到期`, `还有 3 天`, `已超期 2 天`. */
export function leftText(due_us) {
  const days = dayNumber(due_us - 1) - dayNumber(now());
  if (days < 0) return say("site.overdue-days", { n: -days });
  return days ? say("site.days-left", { n: days }) : say("site.due-today");
}

/** The number of a day on the hall's wall: consecutive days differ by one. */
function dayNumber(at_us) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: state.view.zone || undefined, year: "numeric", month: "2-digit", day: "2-digit" });
  const found = {};
  for (const part of format.formatToParts(new Date(at_us / 1000))) found[part.type] = Number(part.value);
  return Date.UTC(found.year, found.month - 1, found.day) / DAY_MS;
}
