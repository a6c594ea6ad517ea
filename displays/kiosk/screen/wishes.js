// SPDX-License-Identifier: Apache-2.0
// What a visitor asks for before the number is taken, without showing proof: priority by law, and help. Help changes nobody's place.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

/** What was asked for, in a sentence; "" for nothing. */
export function wishesText(view, chosen) {
  const group = view.groups.find((row) => row.slug === chosen.group);
  const all = [group ? named(group.names) : "", ...chosen.needs.map((need) => say(`need.${need}`))].filter(Boolean);
  return all.length ? say("kiosk.wished", { all: all.join(say("kiosk.and")) }) : "";
}

/** The priority groups, one of them at most, and the needs, any; `changed()` draws it anew, `done()` leaves it. `chosen` holds both. */
export function wishesSheet(view, chosen, changed, done) {
  const pressed = (label, on, data, pick) =>
    el("button", { class: "button wish", type: "button", "aria-pressed": String(on), data, on: { click: () => (pick(), changed()) } }, label);
  const group = (row) =>
    pressed(named(row.names), row.slug === chosen.group, { group: row.slug }, () => (chosen.group = row.slug === chosen.group ? "" : row.slug));
  const need = (slug) =>
    pressed(say(`need.${slug}`), chosen.needs.includes(slug), { need: slug }, () => {
      chosen.needs = chosen.needs.includes(slug) ? chosen.needs.filter((it) => it !== slug) : [...chosen.needs, slug];
    });
  return el(
    "div",
    { class: "sheet-box wide wishes-box" },
    el("h1", {}, say("kiosk.wishes")),
    el("h2", { id: "needs-title" }, say("kiosk.needs-title")),
    el("p", { class: "quiet" }, say("kiosk.needs-hint")),
    el("div", { class: "wish-grid needs", role: "group", "aria-labelledby": "needs-title" }, view.needs.map(need)),
    view.groups.length
      ? [
          el("h2", { id: "groups-title" }, say("kiosk.groups-title")),
          el("p", { class: "quiet" }, say("kiosk.groups-hint")),
          el("div", { class: "wish-grid", role: "group", "aria-labelledby": "groups-title" }, view.groups.map(group)),
        ]
      : null,
    el("button", { class: "button main agree", type: "button", id: "wishes-done", on: { click: done } }, say("kiosk.wishes-done")),
  );
}
