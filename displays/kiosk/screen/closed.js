// SPDX-License-Identifier: Apache-2.0
// Why no number can be given now, and when there will be some again.

import { comingText, dateIn, spansOn } from "/shared/days.js";
import { clockText, dateText } from "/shared/time.js";
import { knows, say } from "/shared/words.js";
import { tight } from "./modes.js";

const DAY_US = 86400e6;
const DAYS_AHEAD = 29;
/** So many minutes before the last number people are told. */
const LAST_TOLD_MIN = 60;

/** Why no number can be given now, as {title, text, more, tone, holders}; holders: who has a number can act on it; null when one can. */
export function closedWhy(view, stale, now_us) {
  if (stale) return { title: say("kiosk.offline"), text: say("kiosk.offline-hint"), tone: "red" };
  if (!view) return { title: say("shared.loading"), text: "", tone: "plain" };
  if (!view.hall.open) return { title: say("kiosk.closed"), more: opens(view, now_us), text: say("kiosk.closed-hint"), tone: "plain" };
  if (view.hall.suspended) return { title: say("suspension.title"), text: suspendedWhy(view), tone: "red", holders: true };
  if (!view.hall.issuing) return { title: stoppedWhy(view.hall.stopped), more: opens(view, now_us), text: say("kiosk.stopped-hint"), tone: "plain", holders: true };
  const begins = beginsLater(view, now_us);
  return begins ? { title: say("kiosk.early"), more: say("kiosk.early-from", { when: begins }), text: say("kiosk.early-hint"), tone: "plain", holders: true } : null;
}

/** Why a queue, or the hall, gives no numbers: full, or stopped. */
export function stoppedWhy(code) {
  const why = `stopped.${code}`;
  return knows(why) ? say(why) : say("stopped.other");
}

/** Why a service's numbers cannot be taken now; of one whose time of the day is full, when they can again. */
export function rowStoppedWhy(row) {
  return row.stopped === "slot" && row.again ? say("kiosk.slot-full", { when: row.again }) : stoppedWhy(row.stopped);
}

/** Mark the services whose numbers for this time of the day are taken: it passes without anything happening in the hall. */
export function markFull(view, now_us) {
  const clock = clockText(now_us, view.hall.time_zone);
  for (const row of view.services) {
    if (row.stopped === "slot") row.stopped = "";
    row.again = "";
    const now = row.full.map((span) => span.split("-")).sort().filter(([, until]) => clock < until);
    if (row.stopped || !now.length || clock < now[0][0]) continue;
    row.stopped = "slot";
    row.again = now.reduce((end, [from, until]) => (from <= end ? until : end), now[0][1]);
  }
}

function suspendedWhy(view) {
  const why = `suspension.${view.hall.suspended}`;
  return knows(why) ? say(why) : say("suspension.other");
}

/** The hours of a day in order; days from now on. */
function hoursOn(view, now_us, ahead) {
  return spansOn(view.hours, view.coming, dateIn(now_us, view.hall.time_zone, ahead));
}

/** When the hall opens next; "" where nobody has said. */
function opens(view, now_us) {
  const zone = view.hall.time_zone;
  const clock = clockText(now_us, zone);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const next = hoursOn(view, now_us, ahead).find(([from]) => ahead > 0 || from > clock);
    // The year is no news.
    const day = ahead ? `${dateText(now_us + ahead * DAY_US, zone).replace(/^\d+年| \d{4}$/, "")} ` : "";
    if (next) return say("kiosk.opens", { when: `${day}${next[0]}` });
  }
  return "";
}

/** When kiosks give numbers today, where that is still to come; "" where it is not. */
function beginsLater(view, now_us) {
  const [first] = hoursOn(view, now_us, 0);
  if (!first) return "";
  const begins = Math.max(0, minutes(first[0]) - view.opens_before);
  return minutes(clockText(now_us, view.hall.time_zone)) < begins ? clock(begins) : "";
}

/** What to know on the home: the break, the last numbers, or, where there is room for it, days to come that are otherwise. */
export function noticeText(view, now_us) {
  return lunchText(view, now_us) || lastText(view, now_us) || (tight() ? "" : daysText(view, now_us, false));
}

/** The same of days to come in a few words, in place of the hint, where there is no room for a line more; "" where there is. */
export function shortDaysText(view, now_us) {
  return tight() ? daysText(view, now_us, true) : "";
}

function daysText(view, now_us, short) {
  return comingText(view.coming, dateIn(now_us, view.hall.time_zone), short);
}

/** What to know in the hall's break: when counters serve again, while numbers are given; "" at any other time. */
function lunchText(view, now_us) {
  const now = clockText(now_us, view.hall.time_zone);
  const spans = hoursOn(view, now_us, 0);
  const next = spans.find(([from]) => from > now);
  const isBreak = next && spans.some(([, until]) => until <= now) && !spans.some(([from, until]) => from <= now && now < until);
  return isBreak ? say("kiosk.lunch", { when: next[0] }) : "";
}

/** Until when numbers are given today, in the last hour before; "" at any other time. */
function lastText(view, now_us) {
  const spans = hoursOn(view, now_us, 0);
  if (!spans.length) return "";
  const last = Math.max(...spans.map(([, until]) => minutes(until))) - view.last_before;
  const left = last - minutes(clockText(now_us, view.hall.time_zone));
  return left > 0 && left <= LAST_TOLD_MIN ? say("kiosk.last-number", { when: clock(last) }) : "";
}

function minutes(time) {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function clock(after) {
  return [Math.floor(after / 60), after % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
