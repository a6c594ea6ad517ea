// SPDX-License-Identifier: Apache-2.0
// Which report, of which time: kinds, and a month of days of which those with data can be chosen.

import { chips } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { daysLater, REPORTS, spanOf, spanText, state } from "./doing.js";

const WHOLE = { month: "month", osm: "month", district: "month", year: "year" };
const chosen = { kind: "day", month: "", from: "" };

/** Draw the part; read(asked): a report was chosen. */
export function drawChoice(node, read) {
  const days = state.days || [];
  if (!chosen.month) chosen.month = (state.asked ? state.asked.date : days[days.length - 1] || state.view.today).slice(0, 7);
  if (state.asked && !chosen.from && chosen.kind !== state.asked.report) chosen.kind = state.asked.report;
  region(node, [chosen, state.asked, state.kinds, days.length, days[days.length - 1], state.view.today, state.view.names], () => parts(node, days, read));
}

function parts(node, days, read) {
  const again = () => drawChoice(node, read);
  const kinds = chips("room.kind", REPORTS.filter((it) => state.kinds.includes(it)), chosen.kind, (kind) => choose(kind, again, read));
  kinds.node.setAttribute("role", "group");
  kinds.node.setAttribute("aria-label", say("room.kind"));
  return [
    el("h2", {}, say("room.choose")),
    el("p", { class: "quiet hall-name" }, `${say("room.hall")}: ${named(state.view.names)}`),
    kinds.node,
    days.length ? calendar(days, again, read) : state.days && el("p", { class: "notice" }, say("room.no-days")),
    chosen.from ? el("p", { class: "notice small" }, say("room.pick-last")) : null,
    days.length ? el("p", { class: "quiet small" }, say("room.days-n", { n: days.length, first: days[0], last: days[days.length - 1] })) : null,
  ];
}

/** Another kind of the time that is looked at; a period is chosen by its two days. */
function choose(kind, again, read) {
  Object.assign(chosen, { kind, from: "" });
  if (kind !== "period" && state.asked) read({ report: kind, date: nearest(state.asked.date, kind) });
  else again();
}

/** Of a shorter report a day that has data, the last before or at the end of what was looked at. */
function nearest(date, kind) {
  const [, last] = spanOf(state.asked);
  if (kind !== "day") return date;
  return state.days.filter((it) => it <= last).pop() || date;
}

function calendar(days, again, read) {
  const [year, month] = chosen.month.split("-");
  const turn = (n) => {
    const at = new Date(Date.UTC(Number(year), Number(month) - 1 + n, 1));
    chosen.month = at.toISOString().slice(0, 7);
    again();
  };
  const step = (n, key, mark) => el("button", { class: "button turn", type: "button", "aria-label": say(key), disabled: n < 0 ? chosen.month <= days[0].slice(0, 7) : chosen.month >= days[days.length - 1].slice(0, 7), on: { click: () => turn(n) } }, mark);
  return el(
    "div",
    { class: "calendar" },
    el("div", { class: "calendar-head" }, step(-1, "room.earlier", "‹"), el("b", {}, say("room.month", { y: year, m: Number(month) })), step(1, "room.later", "›")),
    el("div", { class: "calendar-days" }, say("room.weekdays").split(",").map((it) => el("span", { class: "quiet", "aria-hidden": "true" }, it)), cells(days, read, again)),
  );
}

function cells(days, read, again) {
  const first = `${chosen.month}-01`;
  const start = daysLater(first, -((new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7));
  const has = new Set(days);
  const [from, until] = state.asked ? spanOf(state.asked) : ["", ""];
  const all = [];
  for (let at = start; at.slice(0, 7) <= chosen.month; at = daysLater(at, 1)) all.push(at);
  return all.map((date) => {
    if (date.slice(0, 7) !== chosen.month) return el("span", {});
    const open = has.has(date) || (chosen.kind !== "day" && any(days, date));
    const inside = chosen.from ? date === chosen.from : from <= date && date <= until;
    return el("button", { class: `date${has.has(date) ? " has" : ""}${inside ? " inside" : ""}`, type: "button", disabled: !open, "aria-pressed": String(inside), "aria-label": say(has.has(date) ? "room.day-with" : "room.day-without", { date }), data: { date }, on: { click: () => pick(date, read, again) } }, Number(date.slice(8)));
  });
}

/** Whether the report of the chosen kind that holds a date has any data, as far as this hall's days tell. */
function any(days, date) {
  if (["period", "district"].includes(chosen.kind)) return true;
  const [first, last] = spanOf({ report: chosen.kind, date });
  return days.some((it) => first <= it && it <= last);
}

function pick(date, read, again) {
  if (chosen.kind !== "period") return read({ report: chosen.kind, date });
  if (!chosen.from) {
    chosen.from = date;
    return again();
  }
  const [first, last] = [chosen.from, date].sort();
  chosen.from = "";
  return read({ report: "period", date: first, last });
}

/** Turn the month to a report that was chosen elsewhere. */
export function follow(asked) {
  Object.assign(chosen, { kind: asked.report, from: "", month: asked.date.slice(0, 7) });
}

/** What a report is called: `周报 2026-11-16 至 2026-11-22`. */
export function askedText(asked) {
  return `${say(`room.kind.${asked.report}`)} ${asked.report in WHOLE ? asked.date.slice(0, asked.report === "year" ? 4 : 7) : spanText(asked, say)}`;
}
