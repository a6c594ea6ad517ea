// SPDX-License-Identifier: Apache-2.0
// What of on-site management somebody at the counter is to put right: one quiet line, and the way there.

import { el } from "/shared/dom.js";
import { dayText } from "/shared/time.js";
import { say } from "/shared/words.js";

/** How many findings are this clerk's, and until when the first is to be put right; nothing where there are none. */
export function siteLine([own, zone]) {
  if (!own.n) return null;
  const first = own.late ? say("clerk.site-late", { n: own.late }) : say("clerk.site-first", { day: dayText(own.due_us - 1, zone) });
  return el("a", { class: "site-line", href: "/site/#findings" }, el("span", {}, say("clerk.site-own", { n: own.n })), el("span", { class: own.late ? "late" : "quiet" }, first), el("span", { "aria-hidden": "true" }, "›"));
}
