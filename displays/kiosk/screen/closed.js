// SPDX-License-Identifier: Apache-2.0
// Why no number can be given now, and when there will be some again.

import { clockText, dateText } from "/shared/time.js";
import { knows, say } from "/shared/words.js";

/** Why no number can be given now, as {title, text, more, tone}; null when one can. */
export function closedWhy(view, stale, now_us) {
  if (stale) return { title: say("kiosk.offline"), text: say("kiosk.offline-hint"), tone: "red" };
  if (!view) return { title: say("shared.loading"), text: "", tone: "plain" };
  if (!view.hall.open) return { title: say("kiosk.closed"), more: opens(view, now_us), text: say("kiosk.closed-hint"), tone: "plain" };
  if (view.hall.suspended) return { title: say("suspension.title"), text: suspendedWhy(view), tone: "red" };
  if (view.hall.issuing) return null;
  return { title: stoppedWhy(view.hall.stopped), more: opens(view, now_us), text: say("kiosk.stopped-hint"), tone: "plain" };
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

/** When the hall opens next; "" where nobody has said, or that is past. */
function opens(view, now_us) {
  if (!view.opens_us || view.opens_us <= now_us) return "";
  const zone = view.hall.time_zone;
  const day = dateText(view.opens_us, zone);
  const clock = clockText(view.opens_us, zone);
  // The year is no news.
  return say("kiosk.opens", { when: day === dateText(now_us, zone) ? clock : `${day.replace(/^\d+年| \d{4}$/, "")} ${clock}` });
}

/** What to know in the hall's break: when counters serve again, while numbers are given; "" at any other time. */
export function lunchText(view, now_us) {
  const next = view.spans_us.find((span) => span[0] > now_us);
  const isBreak = next && view.spans_us.some((span) => span[1] <= now_us) && !view.spans_us.some((span) => span[0] <= now_us && now_us < span[1]);
  return isBreak ? say("kiosk.lunch", { when: clockText(next[0], view.hall.time_zone) }) : "";
}
