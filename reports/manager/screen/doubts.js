// SPDX-License-Identifier: Apache-2.0
// Ratings that look implausible: a reason to ask. They count as they were given.

import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";

/** The newest of them, with the figures by which they were noticed. */
export function doubtsPanel(doubts) {
  if (!doubts.length) return [];
  const line = (row) => {
    const where = row.number === null ? "" : say("shared.counter", { number: row.number });
    const by = named(row.device) || say("manager.doubts-online");
    const detail = [`${row.day.slice(5)} ${timeOfDay(row.at_us)}`, where, by, say(`sign.rating-${row.sign}.figure`, row.args)].filter(Boolean).join(" · ");
    return el("li", {}, el("b", {}, named(row.clerk)), el("span", {}, say(`sign.rating-${row.sign}`)), el("b", { class: "digits" }, say("manager.times", { n: row.count })), el("span", { class: "quiet" }, detail));
  };
  return [el("h2", { class: "section-title" }, el("span", {}, say("manager.doubts")), el("span", {}, say("manager.doubts-hint"))), el("ul", { class: "signs", id: "doubts" }, doubts.map(line))];
}
