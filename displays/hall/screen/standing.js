// SPDX-License-Identifier: Apache-2.0
// What is said of the hall as a whole: in the big place while nobody is called, and at the foot.

import { byId, text } from "/shared/dom.js";
import { knows, say } from "/shared/words.js";

/** The key of what stands in the big place while there is no call. */
export function idleKey(hall) {
  if (hall.suspended) return "suspension.title";
  return hall.open ? "hall.idle" : "hall.closed";
}

/** Draw the foot: why nobody is called or no number given, else how it goes on. */
export function drawFoot(view) {
  const keys = footKeys(view);
  const box = byId("foot");
  text(box, keys.map((key) => say(key)).join(" · "));
  box.classList.toggle("stopped", view.hall.open && !view.hall.issuing);
}

function footKeys(view) {
  if (!view.hall.open) return ["hall.closed"];
  if (view.hall.suspended) return ["suspension.title", "suspension.short"];
  if (!view.loud) return ["hall.mute"];
  if (view.hall.issuing) return ["hall.hint"];
  const why = `stopped.${view.hall.stopped}`;
  return [knows(why) ? why : "stopped.other", "hall.stopped-hint"];
}
