// SPDX-License-Identifier: Apache-2.0
// What is said of the hall as a whole: in the big place while nobody is called, and at the foot.

import { knows, say } from "/shared/words.js";

/** What stands in the big place while there is no call. */
export function idleText(hall) {
  if (hall.suspended) return say("suspension.title");
  return say(hall.open ? "hall.idle" : "hall.closed");
}

/** What stands at the foot: why nobody is called or no number given, else how it goes on. */
export function footText(view) {
  if (!view.hall.open) return say("hall.closed");
  if (view.hall.suspended) return `${say("suspension.title")} · ${say("suspension.short")}`;
  if (!view.loud) return say("hall.mute");
  if (view.hall.issuing) return say("hall.hint");
  const why = `stopped.${view.hall.stopped}`;
  return `${knows(why) ? say(why) : say("stopped.other")} · ${say("hall.stopped-hint")}`;
}
