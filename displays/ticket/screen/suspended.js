// SPDX-License-Identifier: Apache-2.0
// The hall stands still: a sentence above the number that stays until it goes on.

import { byId, show, text } from "/shared/dom.js";
import { knows, say } from "/shared/words.js";

/** Show why the hall stands still, while it does. */
export function drawSuspended(view) {
  const code = view && view.ticket ? view.hall.suspended : "";
  show(byId("suspended"), Boolean(code));
  const why = `suspension.${code}`;
  if (code) text(byId("suspended"), knows(why) ? say(why) : say("suspension.other"));
}

/** Whether the visitor is to wait wherever that is safe: the number is called when the hall goes on. */
export function standsStill(view) {
  return Boolean(view.hall.suspended) && (view.ticket.state === "waiting" || view.ticket.state === "called");
}
