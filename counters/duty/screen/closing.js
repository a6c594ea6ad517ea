// SPDX-License-Identifier: Apache-2.0
// Closing: everybody who is left gets a disposition, one by one or all at once; then the day ends.

import { el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { say } from "/shared/words.js";
import { doing, send } from "./doing.js";
import { fold, isOpen } from "./fold.js";
import { servicesText } from "./numbers.js";
import { menu, sure } from "./sheet.js";

const DISPOSITIONS = ["served-late", "first-next-day", "booked", "left", "not-here"];
/** Who is absent has let the turn pass: without a word of its own the number is not-here. */
const ABSENT = "not-here";
/** What was chosen here and is not sent yet: for the rest, and by ticket. */
const plan = { begun: false, rest: "", each: new Map() };

/** Draw it while the day is open. */
export function closing(node, view) {
  const left = view.list.rows;
  for (const id of Array.from(plan.each.keys())) if (!left.some((row) => row.id === id)) plan.each.delete(id);
  region(node, [view.day.open, left.map((row) => [row.id, row.state]), view.list.all, plan.rest, Array.from(plan.each), begun(view), isOpen("closing")], () => (!view.day.open ? null : begun(view) ? parts(left, view) : beginning(view)));
}

/** Once numbers have stopped or it is late everything is shown; before that only for who asks for it. */
function begun({ day, hours }) {
  return plan.begun || !day.issuing || hours.late;
}

function beginning(view) {
  const press = () => {
    plan.begun = true;
    doing.redraw();
  };
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("duty.closing")), el("span", { class: "digits" }, say("duty.n-left", { n: view.list.all }))),
    el("div", { class: "bigs" }, el("button", { class: "button big", type: "button", data: { act: "begin-closing" }, on: { click: press } }, el("b", {}, say("duty.begin-closing")))),
  ];
}

function dispositionOf(row) {
  return plan.each.get(row.id) || (row.state === "absent" && !plan.rest ? ABSENT : plan.rest);
}

function parts(left, view) {
  const open = view.list.all;
  const undecided = left.filter((row) => !dispositionOf(row)).length + (plan.rest ? 0 : Math.max(0, open - left.length));
  const busy = view.counted.called + view.counted.serving;
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("duty.closing")), el("span", { class: "digits" }, say("duty.n-left", { n: open }))),
    open ? el("p", { class: undecided ? "notice" : "notice green" }, undecided ? say("duty.closing-undecided", { n: undecided }) : say("duty.closing-decided")) : el("p", { class: "notice green" }, say("duty.closing-none")),
    busy ? el("p", { class: "notice" }, say("duty.closing-busy", { n: busy })) : null,
    open ? [el("h3", {}, say("duty.closing-rest")), el("div", { class: "bigs rest" }, DISPOSITIONS.map(restButton))] : null,
    open ? fold("closing", say("duty.closing-each"), () => el("ul", { class: "each" }, left.map(eachLine))) : null,
    el("div", { class: "bigs" }, el("button", { class: "button big danger", type: "button", data: { live: "", act: "close-day" }, on: { click: closeDay } }, el("b", {}, say("duty.close-day")))),
  ];
}

function restButton(code) {
  const press = () => {
    plan.rest = plan.rest === code ? "" : code;
    doing.redraw();
  };
  return el("button", { class: "button big choice", type: "button", "aria-pressed": String(plan.rest === code), data: { rest: code }, on: { click: press } }, el("b", {}, say(`disposition.${code}`)), code === "first-next-day" ? el("span", {}, say("duty.prints-slip")) : null);
}

function eachLine(row) {
  const code = dispositionOf(row);
  const press = async () => {
    const rows = DISPOSITIONS.map((value) => ({ value, label: say(`disposition.${value}`), look: value === code ? "main" : "" }));
    const chosen = await menu(say("duty.ticket-title", { label: row.label }), servicesText(row.services), [...rows, { value: "rest", label: say("duty.closing-as-rest") }]);
    if (!chosen) return;
    if (chosen === "rest") plan.each.delete(row.id);
    else plan.each.set(row.id, chosen);
    doing.redraw();
  };
  return el("li", {}, el("button", { class: "ticket", type: "button", data: { left: row.label }, on: { click: press } }, el("b", { class: "digits ticket-label" }, row.label), el("span", { class: "ticket-what quiet" }, say(`state.${row.state}`)), el("b", { class: code ? (plan.each.has(row.id) ? "own" : "quiet") : "late" }, code ? say(`disposition.${code}`) : say("duty.closing-open"))));
}

/** How many get which disposition, in words. */
function counts(left, open) {
  const found = new Map();
  for (const row of left) found.set(dispositionOf(row), (found.get(dispositionOf(row)) || 0) + 1);
  if (open > left.length) found.set(plan.rest, (found.get(plan.rest) || 0) + open - left.length);
  return DISPOSITIONS.filter((code) => found.get(code)).map((code) => say("duty.closing-count", { what: say(`disposition.${code}`), n: found.get(code) }));
}

/** Return slips that no printer prints are written by hand. */
function endedText({ result }) {
  return say(result.return_printer === "" ? "duty.day-done-by-hand" : "duty.day-done");
}

async function closeDay() {
  const { list } = doing.view;
  const undecided = list.rows.filter((row) => !dispositionOf(row)).length + (plan.rest ? 0 : Math.max(0, list.all - list.rows.length));
  if (undecided) {
    await menu(say("duty.close-day"), say("duty.closing-first", { n: undecided }), []);
    return;
  }
  const hint = [...counts(list.rows, list.all), say("duty.close-warn")].join(" · ");
  if (!(await sure(say("duty.close-day"), hint, say("duty.close-yes"), "danger"))) return;
  const fields = { left: Array.from(plan.each).map(([ticket, disposition]) => ({ ticket, disposition })) };
  const answer = await send("close-day", plan.rest ? Object.assign(fields, { rest: plan.rest }) : fields, endedText);
  if (!answer) return;
  plan.begun = false;
  plan.rest = "";
  plan.each.clear();
  doing.redraw();
}
