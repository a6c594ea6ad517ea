// SPDX-License-Identifier: Apache-2.0
// A number in a list: how it is found, what is said of it, and choosing one.

import { el } from "/shared/dom.js";
import { since } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { counterText, doing } from "./doing.js";
import { sheet } from "./sheet.js";

/** Most numbers that a list shows at once; typing narrows it. */
export const SHOWN = 60;

/** `a12` finds A012 as well as A120; leading zeros do not matter. */
export function fits(label, typed) {
  const bare = (text) => text.toUpperCase().replace(/^([A-Z]*)0+(?=\d)/, "$1");
  return !typed || bare(label).startsWith(bare(typed)) || label.replace(/^[A-Z]+0*/, "").startsWith(typed.replace(/^0+/, "") || "-");
}

/** One number as a button. */
export function line(row, press) {
  return el(
    "button",
    { class: "ticket", type: "button", data: { ticket: row.label }, on: { click: press } },
    el("b", { class: "digits ticket-label" }, row.label),
    el("span", { class: "ticket-what" }, el("span", {}, servicesText(row.services)), el("span", { class: "quiet" }, remarks(row).join(" · "))),
    el("span", { class: "ticket-state" }, el("span", { class: `mark ${row.state === "serving" ? "green" : row.state === "absent" ? "amber" : ""}` }, say(`state.${row.state}`)), since(row.since_us, 0, "quiet")),
  );
}

/** What somebody has come for. */
export function servicesText(slugs) {
  const { services } = doing.view.list;
  return slugs.map((slug) => named(services[slug]) || slug).join(say("duty.and"));
}

/** What a priority group is called. */
export function groupText(slug) {
  return named(doing.view.groups[slug]) || slug;
}

/** What else is to be known of a number, in a few words each. */
export function remarks(row) {
  const said = [];
  if (row.counter !== null && row.counter !== undefined && row.state !== "absent") said.push(counterText(row.counter));
  if (row.group) said.push(groupText(row.group));
  if (row.declared) said.push(say("duty.declared", { group: groupText(row.declared) }));
  for (const need of row.needs) said.push(say(`need.${need}`));
  return said;
}

/** Choose a number in one of these states. → its row. */
export function chooseTicket(title, states) {
  return sheet(title, say("duty.choose-ticket"), (finished) => {
    const rows = doing.view.list.rows.filter((row) => states.includes(row.state));
    const field = el("input", { class: "input", type: "search", autocomplete: "off", placeholder: say("duty.find"), "aria-label": say("duty.find") });
    const box = el("div", { class: "rows choose" });
    const draw = () => {
      while (box.firstChild) box.removeChild(box.firstChild);
      for (const row of rows.filter((it) => fits(it.label, field.value.trim())).slice(0, SHOWN)) box.append(line(row, () => finished(row)));
      if (!box.firstChild) box.append(el("p", { class: "quiet none" }, say("duty.none-found")));
    };
    field.addEventListener("input", draw);
    draw();
    return { content: el("div", { class: "dialog-body" }, field, box) };
  });
}
