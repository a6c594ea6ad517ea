// SPDX-License-Identifier: Apache-2.0
// A number that is valid no more: whether it is, and what its page says then.

import { byId, put, show, text } from "/shared/dom.js";
import { dayText } from "/shared/time.js";
import { problemText, say } from "/shared/words.js";

/**
 * Whether the hall has another date by now than that of the number. `asOf`: the hall's time when the view was kept, in µs;
 * `here_ms`: the phone's own then, which only tells how long ago that was.
 */
export function isOfAnotherDay(view, { asOf, here_ms }) {
  const zone = view.hall.time_zone;
  const now_us = asOf + (Date.now() - here_ms) * 1000;
  return dayText(view.ticket.issued_us, zone) !== dayText(now_us, zone);
}

/** Which number that was, and of which day. */
export function goneText(ticket, zone) {
  return say("ticket.gone-day", { day: dayText(ticket.issued_us, zone), label: ticket.label });
}

/** Why the hall shows no number: of another day, most often; said in the language of the page, with the number where this phone has shown it. */
export function refusalText(problem, view) {
  if (problem.key !== "ticket-token-unknown") return problemText(problem);
  return view && view.ticket ? goneText(view.ticket, view.hall.time_zone) : say("ticket.gone");
}

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
