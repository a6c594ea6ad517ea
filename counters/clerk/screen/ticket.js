// SPDX-License-Identifier: Apache-2.0
// The middle of the terminal: the ticket in hand with what is known of it, its outcome and items.

import { el } from "/shared/dom.js";
import { since, timeOfDay } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { items } from "./items.js";
import { emptyPanel } from "./rest.js";
import { marks, services, unchecked, whyText } from "./tickets.js";

/** Draw the panel; act(name) does what one of its own buttons means. */
export function handPanel(view, draft, act) {
  if (view.ticket === null) return emptyPanel(view);
  return [stands(view), head(view.ticket), facts(view.ticket, act), outcomes(view.codes.outcome, draft), items(view, draft)];
}

function stands(view) {
  return view.suspended && el("p", { class: "notice red", role: "alert" }, say("clerk.suspended-serving", { reason: say(`suspended.${view.suspended.reason}`) }));
}

function head(ticket) {
  const serving = ticket.state === "serving";
  const time = serving ? since(servedFrom(ticket)) : since(ticket.last_called_us);
  return el(
    "div",
    { class: "hand-head" },
    el("p", { class: "hand-label digits" }, ticket.label),
    el(
      "div",
      { class: "hand-state" },
      el("p", {}, el("span", { class: serving ? "mark green" : "mark" }, say(`clerk.state-${ticket.state}`)), marks(ticket)),
      el("p", { class: "hand-services" }, services(ticket)),
      el("p", { class: "why" }, whyText(ticket.why)),
    ),
    el("div", { class: "hand-clock" }, el("p", { class: "hand-time" }, time), el("p", { class: "quiet" }, clockNote(ticket))),
  );
}

/** From when the service time of a ticket that is served counts: from its start, without the holds. */
export function servedFrom(ticket) {
  return ticket.started_us + ticket.held_us;
}

function clockNote(ticket) {
  if (ticket.state === "serving") return ticket.channel === "direct" ? say("clerk.direct") : say("clerk.since-start");
  return say("clerk.since-call", { n: ticket.calls, most: ticket.calls_most });
}

function facts(ticket, act) {
  const late = ticket.waited_s !== null && ticket.waited_s > ticket.target_s;
  const rows = [
    ["waited", ticket.waited_s === null ? "–" : minutesText(ticket.waited_s), late ? "late" : ""],
    ["target", minutesText(ticket.target_s)],
    ["issued", timeOfDay(ticket.issued_us)],
    ["case", ticket.case_no, "digits"],
    ["party", ticket.party > 1 ? say("clerk.people", { n: ticket.party }) : ""],
    ["language", ticket.language === "zh-Hans" ? "" : say(`language.${ticket.language}`)],
    ["to-come", ticket.legs_to_come ? say("clerk.legs-to-come", { n: ticket.legs_to_come }) : ""],
    ["misses", ticket.misses ? say("clerk.times", { n: ticket.misses }) : ""],
    ["will", ticket.ask_will ? say("clerk.will-ask") : "", "late"],
    ["on-way", ticket.on_way ? say("clerk.on-way-yes") : ""],
  ];
  const inline = (name, key, label) =>
    el("button", { class: "button slim", type: "button", data: { live: "" }, on: { click: (event) => pressed(event, act, name) } }, label, " ", el("kbd", {}, key));
  return el(
    "dl",
    { class: "facts" },
    rows.filter((row) => row[1]).map(([name, value, mark]) => el("div", {}, el("dt", {}, say(`clerk.${name}`)), el("dd", { class: mark }, value))),
    unchecked(ticket) && inline("confirm-priority", "V", say("clerk.confirm-priority")),
    ticket.escort && el("div", { class: "late" }, say("clerk.escort-first")),
    ticket.needs.includes("hearing") && inline("talk", "H", say("clerk.talk")),
    ticket.escort && inline("escort", "X", say("clerk.escort")),
  );
}

function pressed(event, act, name) {
  event.currentTarget.blur();
  act(name);
}

function outcomes(codes, draft) {
  const buttons = codes.map((code, at) => {
    const pressed = draft.outcome === code;
    const button = el(
      "button",
      { class: "chip", type: "button", "aria-pressed": String(pressed), data: { outcome: code } },
      el("kbd", {}, at + 1),
      say(`outcome.${code}`),
    );
    button.addEventListener("click", () => {
      draft.outcome = code;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      button.blur();
    });
    return button;
  });
  return el("div", { class: "block" }, el("p", { class: "section-title" }, say("clerk.outcome")), el("div", { class: "chips outcomes" }, buttons));
}
