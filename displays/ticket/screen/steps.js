// SPDX-License-Identifier: Apache-2.0
// Several errands on one number, as steps; and what the number is for.

import { el, put, show } from "/shared/dom.js";
import { clockText } from "/shared/time.js";
import { language, named, say } from "/shared/words.js";

/** Draw the steps of a number with several errands into `steps`, and its service and time into `about`. */
export function drawSteps(steps, about, ticket, zone) {
  show(steps, ticket.steps.length > 1);
  put(steps, ticket.steps.length > 1 ? [el("h2", {}, say("ticket.steps", { n: ticket.steps.length })), el("ol", {}, ticket.steps.map(step))] : null);
  put(
    about,
    row(say("ticket.service"), listed(ticket.services) || named(ticket.queue)),
    row(say("ticket.issued"), clockText(ticket.issued_us, zone)),
  );
}

function step(found, nth) {
  const mark = el("span", { class: "step-mark", "aria-hidden": "true" }, found.is === "done" ? "✓" : nth + 1);
  const said = el("span", { class: "step-is" }, say(`ticket.step-${found.is}`));
  return el("li", { class: `step step-${found.is}`, "aria-current": found.is === "now" ? "step" : null }, mark, el("span", { class: "step-what" }, listed(found.services)), said);
}

function listed(services) {
  return services.map(named).join(language() === "en" ? ", " : "、");
}

function row(label, value) {
  return el("p", { class: "about-row" }, el("span", { class: "quiet" }, label), el("span", {}, value));
}
