// SPDX-License-Identifier: Apache-2.0
// Days that are otherwise than their weekday, as the server gives them: {from, until, kind, spans, names, back}; dates are ISO.

import { dayText } from "./time.js";
import { named, say } from "./words.js";

const WEEK = ["7", "1", "2", "3", "4", "5", "6"];
const DAY_MS = 86400e3;
/** So many days before, people are told. */
const TOLD_BEFORE = 7;
const MOST = 2;

/** The date in a zone, so many days from now. */
export function dateIn(now_us, zone, ahead) {
  const found = {};
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone || undefined, year: "numeric", month: "2-digit", day: "2-digit" });
  for (const part of format.formatToParts(new Date(now_us / 1000))) found[part.type] = part.value;
  return shifted(`${found.year}-${found.month}-${found.day}`, ahead || 0);
}

function shifted(date, days) {
  return new Date(noon(date) + days * DAY_MS).toISOString().slice(0, 10);
}

function noon(date) {
  return Date.parse(`${date}T12:00:00Z`);
}

function on(coming, date) {
  return coming.find((row) => row.from <= date && date <= row.until);
}

/** When the hall is open on a date, in order: `[["09:00", "12:00"]]`. */
export function spansOn(hours, coming, date) {
  const row = on(coming, date);
  const spans = row ? row.spans : hours[WEEK[new Date(noon(date)).getUTCDay()]] || [];
  return spans.map((span) => span.split("-")).sort();
}

/** What to know of today and of such days within a week, two at most: a holiday, and the Saturday that is worked for it; "" for nothing.
 * `short`: a few words of one, where there is room for one line; that the hall is closed goes first. */
export function comingText(coming, today, short) {
  const last = shifted(today, TOLD_BEFORE);
  const soon = coming.filter((row) => row.until >= today && row.from <= last && (row.from > today || row.spans.length));
  if (!short || !soon.length) return soon.slice(0, MOST).map(told).join(say("shared.days-and"));
  const row = soon.find((one) => !one.spans.length) || soon[0];
  const kind = row.spans.length ? "open" : row.kind === "holiday" ? "holiday" : "closed";
  return say(`shared.days-short-${kind}`, { days: daysOf(row), spans: spansText(row) });
}

function daysOf(row) {
  return row.from === row.until ? day(row.from) : say("shared.days-range", { from: day(row.from), until: day(row.until) });
}

function spansText(row) {
  return row.spans.join(" ").replace(/-/g, "–");
}

function told(row) {
  const days = daysOf(row);
  const why = named(row.names) ? say("shared.days-why", { why: named(row.names) }) : "";
  const spans = spansText(row);
  if (row.spans.length) return say(row.kind === "make-up" ? "shared.days-make-up" : "shared.days-open", { days, spans }) + why;
  const back = row.back.length ? say("shared.days-back", { when: `${day(row.back[0])} ${row.back[1]}` }) : "";
  return say(row.kind === "holiday" ? "shared.days-holiday" : "shared.days-closed", { days }) + why + back;
}

function day(date) {
  return dayText(noon(date) * 1000, "UTC");
}
