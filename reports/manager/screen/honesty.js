// SPDX-License-Identifier: Apache-2.0
// Acts out of the ordinary and signs of gaming: all of them are told, whoever they are of.

import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { elapsedText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const NONE = "–";

function cell(className, ...content) {
  return el("td", { class: className }, content);
}

function whyText(row) {
  const parts = [row.reason && say(row.reason), ...row.about.map(named), row.section && say(`setup.section.${row.section}`), row.passed ? say("manager.passed-n", { n: row.passed }) : "", row.n ? say("manager.numbers-n", { n: row.n }) : "", row.taken_us ? say("manager.taken-at", { time: timeOfDay(row.taken_us) }) : ""];
  return parts.filter(Boolean).join(say("manager.and"));
}

/** What somebody decided beside the order, newest first: what, which number, where, who did it, on whose word, why. annotate: what its button does. */
export function actsPanel(acts, annotate) {
  const heads = ["manager.at", "manager.act", "manager.number", "manager.at-counter", "manager.who", "manager.by", "manager.why"];
  const line = (row) =>
    el(
      "tr",
      { class: row.decided ? "alarm" : null },
      cell("digits", timeOfDay(row.at_us)),
      cell(null, el("span", { class: row.decided ? "mark red" : null }, say(`act.${row.kind}`))),
      cell("digits strong", row.label || NONE),
      cell("digits", row.number === null ? NONE : row.number),
      cell(null, named(row.who) || say("manager.server")),
      cell(null, named(row.by) || say("manager.server")),
      cell(null, whyText(row)),
    );
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.acts")), annotate && el("button", { class: "link", type: "button", on: { click: annotate } }, say("manager.annotate")), el("span", {}, say("manager.acts-part", { decided: acts.decided, others: acts.all - acts.decided }))),
    acts.rows.length
      ? el("table", { class: "passings" }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, say(head))))), el("tbody", {}, acts.rows.map(line)))
      : el("p", { class: "quiet" }, say("manager.acts-none")),
  ];
}

/** Signs of gaming, with the figures: no accusation, a reason to ask. */
export function signsPanel(signs) {
  if (!signs.length) return [];
  const line = (row) => {
    const where = row.number === null ? "" : say("shared.counter", { number: row.number });
    const figure = row.figure_s === null ? "" : say(`sign.${row.kind}.figure`, { time: elapsedText(row.figure_s) });
    const detail = [where, figure, row.labels.join(" ")].filter(Boolean).join(" · ");
    return el("li", {}, el("b", {}, named(row.clerk)), el("span", {}, say(`sign.${row.kind}`)), el("b", { class: "digits" }, say("manager.times", { n: row.count })), el("span", { class: "quiet" }, detail));
  };
  return [el("h2", { class: "section-title" }, el("span", {}, say("manager.signs")), el("span", {}, say("manager.signs-hint"))), el("ul", { class: "signs" }, signs.map(line))];
}
