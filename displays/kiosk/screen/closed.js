// SPDX-License-Identifier: Apache-2.0
// Why no number can be given now, and when there will be some again.

import { clockText, dateText } from "/shared/time.js";
import { knows, say } from "/shared/words.js";

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_US = 86400e6;

/** Why no number can be given now, as {title, text, more, tone, holders}; holders: who has a number can act on it; null when one can. */
export function closedWhy(view, stale, now_us) {
  if (stale) return { title: say("kiosk.offline"), text: say("kiosk.offline-hint"), tone: "red" };
  if (!view) return { title: say("shared.loading"), text: "", tone: "plain" };
  if (!view.hall.open) return { title: say("kiosk.closed"), more: opens(view, now_us), text: say("kiosk.closed-hint"), tone: "plain" };
  if (view.hall.suspended) return { title: say("suspension.title"), text: suspendedWhy(view), tone: "red", holders: true };
  if (view.hall.issuing) return null;
  return { title: stoppedWhy(view.hall.stopped), more: opens(view, now_us), text: say("kiosk.stopped-hint"), tone: "plain", holders: true };
}

/** Why a queue, or the hall, gives no numbers: full, or stopped. */
export function stoppedWhy(code) {
  const why = `stopped.${code}`;
  return knows(why) ? say(why) : say("stopped.other");
}

function suspendedWhy(view) {
  const why = `suspension.${view.hall.suspended}`;
  return knows(why) ? say(why) : say("suspension.other");
}

/** What the clock in the hall says, as `HH:MM`, and that day's hours in order; days from now on. */
function hoursOn(view, now_us, ahead) {
  const zone = view.hall.time_zone;
  const at_us = now_us + ahead * DAY_US;
  const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short" }).format(new Date(at_us / 1000));
  const spans = view.hours[String(WEEK.indexOf(weekday) + 1)] || [];
  return { at_us, spans: spans.map((span) => span.split("-")).sort() };
}

/** When the hall opens next; "" where nobody has said. */
function opens(view, now_us) {
  const zone = view.hall.time_zone;
  const clock = clockText(now_us, zone);
  for (let ahead = 0; ahead <= WEEK.length; ahead += 1) {
    const { at_us, spans } = hoursOn(view, now_us, ahead);
    const next = spans.find(([from]) => ahead > 0 || from > clock);
    // The year is no news.
    const day = ahead ? `${dateText(at_us, zone).replace(/^\d+年| \d{4}$/, "")} ` : "";
    if (next) return say("kiosk.opens", { when: `${day}${next[0]}` });
  }
  return "";
}

/** What to know in the hall's break: when counters serve again, while numbers are given; "" at any other time. */
export function lunchText(view, now_us) {
  const clock = clockText(now_us, view.hall.time_zone);
  const { spans } = hoursOn(view, now_us, 0);
  const next = spans.find(([from]) => from > clock);
  const isBreak = next && spans.some(([, until]) => until <= clock) && !spans.some(([from, until]) => from <= clock && clock < until);
  return isBreak ? say("kiosk.lunch", { when: next[0] }) : "";
}
