// SPDX-License-Identifier: Apache-2.0
// Before a counter is open: choose one. Those taken show by whom.

import { el } from "/shared/dom.js";
import { counterName } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { siteLine } from "./site.js";

/** Draw the choice; `open(slug)` is asked for the one pressed. */
export function opening(view, open, message) {
  const card = (row) => {
    const free = row.state === "closed";
    return el(
      "button",
      { class: "counter-card", type: "button", disabled: !free, on: { click: () => open(row.slug) } },
      el("span", { class: "counter-number digits" }, row.number),
      el("span", { class: "counter-name" }, counterName(row), kind(row)),
      el("span", { class: "counter-letters" }, row.letters.map((letter) => el("span", { class: "letter" }, letter))),
      el("span", { class: free ? "counter-state" : "counter-state taken" }, free ? say("clerk.free") : say("clerk.taken", { who: named(row.clerk) })),
    );
  };
  return el(
    "section",
    { class: "opening" },
    el("h1", {}, say("clerk.choose-counter")),
    el("p", { class: "quiet" }, view.day.open ? say("clerk.choose-hint") : say("clerk.day-closed-long")),
    el("p", { id: "message", class: message && message.bad ? "message bad" : "message", role: "alert", hidden: !message }, message ? message.text : ""),
    siteLine([view.site, view.zone]),
    el("div", { class: "counter-cards" }, view.counters.map(card)),
  );
}

function kind(row) {
  const word = say(`counter-kind.${row.kind}`);
  return word === named(row.names) ? null : el("span", { class: "quiet" }, word);
}
