// SPDX-License-Identifier: Apache-2.0
// The bar on top of the terminal: which counter, how it stands, what colleagues said, and the acts of the counter itself.

import { el } from "/shared/dom.js";
import { barEnd, counterName } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { action } from "./actions.js";
import { traineeText } from "./rest.js";

/** What of the counter the bar shows: not what changes with every ticket, so that its buttons keep their focus. */
export function barred({ number, names, state, reason, mentor, help }) {
  return { number, names, state, reason, mentor, help: help !== null };
}

/** Draw the bar; pressed(event, action) does what a button means. */
export function bar([counter, names, day, suspended, unread], pressed) {
  const place = counter ? say("shared.counter", { number: counter.number }) : say("clerk.title");
  const small = (name, label = say(`clerk.${name}`), className = "bar-button") =>
    el("button", { class: className, type: "button", data: { action: name }, on: { click: (event) => pressed(event, action(name)) } }, label, " ", el("kbd", {}, action(name).key));
  const told = unread ? say("clerk.unread", { n: unread }) : say("clerk.messages");
  return [
    el("span", { class: "place" }, place),
    counter && el("span", { class: "soft narrow" }, counterName(counter)),
    counter && el("span", { class: `mark ${counter.state === "open" && !suspended ? "green" : "amber"}` }, stateText(counter, suspended)),
    counter && named(counter.mentor) && el("span", { class: "mark amber" }, traineeText(counter)),
    !day.open && el("span", { class: "mark amber" }, say("clerk.day-closed")),
    el("span", { class: "soft person narrow" }, named(names)),
    counter && counter.help && el("span", { class: "help-mark", title: say("clerk.help-sent") }, say("clerk.help-short")),
    counter && small("messages", told, unread ? "bar-button new" : "bar-button"),
    counter && counter.state === "open" && small("pause-counter"),
    counter && small("close-counter"),
    barEnd(),
  ];
}

function stateText(counter, suspended) {
  if (suspended) return say("clerk.suspended-for", { reason: say(`suspended.${suspended.reason}`) });
  return counter.state === "paused" ? say("clerk.paused-for", { reason: say(`pause.${counter.reason}`) }) : say("clerk.open");
}
