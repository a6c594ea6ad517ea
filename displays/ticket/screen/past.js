// SPDX-License-Identifier: Apache-2.0
// A number of an earlier day: which one that was.

import { byId, put, show, text } from "/shared/dom.js";
import { say } from "/shared/words.js";

/** Draw a number of an earlier day, beside what of it may be rated; `problem`: why the last thing asked for was refused. */
export function drawPast(past, problem) {
  document.body.dataset.state = "past";
  document.body.dataset.old = "no";
  text(byId("label"), say("ticket.your-number"));
  text(byId("number"), past.label);
  byId("number").dataset.length = past.label.length;
  text(byId("state"), say("ticket.past", { day: past.day }));
  for (const id of ["facts", "age", "actions"]) put(byId(id));
  for (const id of ["counter", "about", "steps", "break", "passed", "suspended", "unchecked"]) show(byId(id), false);
  text(byId("problem"), problem);
  show(byId("problem"), Boolean(problem));
}
