// SPDX-License-Identifier: Apache-2.0
// Until when something is due, in words. Due times are the end (24:00) of a working day by the hall's clock.

import { elapsedText, dayText } from "/shared/time.js";
import { language, say } from "/shared/words.js";
import { state } from "./doing.js";

const DAY_MS = 86400000;

/** The number of a day on the hall's wall: consecutive days differ by one. */
function dayNumber(at_us) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: state.view.zone || undefined, year: "numeric", month: "2-digit", day: "2-digit" });
  const found = {};
  for (const part of format.formatToParts(new Date(at_us / 1000))) found[part.type] = Number(part.value);
  return Date.UTC(found.year, found.month - 1, found.day) / DAY_MS;
}

/** The last day on which it is in time. */
export function lastDay(due_us) {
  return dayText(due_us - 1, state.view.zone);
}

/** How many days are left (0: today is the last), or passed since (negative). */
export function daysLeft(due_us) {
  return dayNumber(due_us - 1) - dayNumber(state.hall.now());
}

/** `今天到期`, `还有 3 天`, `已超期 2 天`. */
export function leftText(due_us) {
  const days = daysLeft(due_us);
  if (days < 0) return say("orders.overdue-days", { n: -days });
  return days ? say("orders.days-left", { n: days }) : say("orders.due-today");
}

/** Date and time of day of a moment, in the hall's zone. */
export function momentText(at_us) {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: state.view.zone || undefined, hour: "2-digit", minute: "2-digit" }).format(new Date(at_us / 1000));
  return `${dayText(at_us, state.view.zone)} ${time}`;
}

/** How long something took. */
export function tookText(us) {
  return elapsedText(us / 1e6);
}

/** The months by the hall's clock from this moment on, newest first, each as `2026-11` and in words; none for 0. */
export function monthsSince(first_us) {
  const found = [];
  if (!first_us) return found;
  const since = new Date(dayNumber(first_us) * DAY_MS);
  const month = new Date(dayNumber(state.hall.now()) * DAY_MS);
  month.setUTCDate(1);
  const words = new Intl.DateTimeFormat(language(), { timeZone: "UTC", year: "numeric", month: "long" });
  while (month >= since || month.toISOString().slice(0, 7) === since.toISOString().slice(0, 7)) {
    found.push([month.toISOString().slice(0, 7), words.format(month)]);
    month.setUTCMonth(month.getUTCMonth() - 1);
  }
  return found;
}
