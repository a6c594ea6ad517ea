// SPDX-License-Identifier: Apache-2.0
// Attendance and desk state, from the counters' own events: how each desk stands now; of a day who sat where, pauses by reason, open
// against plan.

import { byId, el } from "/shared/dom.js";
import { staffAuth } from "/shared/sign.js";
import { region, since } from "/shared/staff.js";
import { clockText, minutesText } from "/shared/time.js";
import { named, problemText, say } from "/shared/words.js";
import { counterText, state } from "./doing.js";

const AGAIN_MS = 60000;
const LOOKS = { open: "green", paused: "amber", closed: "" };
const asked = { day: "", at_ms: -AGAIN_MS, found: null, problem: "", busy: false };

/** Draw the part; a day that runs is asked for anew each minute while it is looked at. */
export function drawAttendance(node, view) {
  if (!node.firstChild) node.append(el("section", { id: "desks-now" }), el("section", { id: "desks-day" }));
  region(byId("desks-now"), [view.desks, view.counters], () => now(view));
  region(byId("desks-day"), [asked.day || view.day.date, asked.found, asked.problem, view.day.date, view.people.length], () => day(view));
  const runs = !asked.day || asked.day === view.day.date;
  if (!asked.found || (runs && performance.now() - asked.at_ms > AGAIN_MS)) ask(view);
}

async function ask(view) {
  const date = asked.day || view.day.date;
  if (asked.busy || !date || !state.hall.live() || performance.now() - asked.at_ms < AGAIN_MS / 10) return;
  Object.assign(asked, { busy: true, at_ms: performance.now() });
  try {
    const { token } = await staffAuth();
    const answer = await fetch(`/api/v1/reports/attendance.json?date=${date}`, { headers: { Authorization: `Bearer ${token}` } });
    const found = await answer.json();
    if (!answer.ok) throw found;
    Object.assign(asked, { found, problem: "" });
  } catch (problem) {
    Object.assign(asked, { found: null, problem: problemText(problem) });
  }
  asked.busy = false;
  state.draw();
}

function choose(date) {
  Object.assign(asked, { day: date, found: null, problem: "", at_ms: -AGAIN_MS });
  state.draw();
}

function now(view) {
  const counts = Object.keys(LOOKS).map((it) => el("span", { class: `mark ${LOOKS[it]}` }, say(`site.desk-${it}`), " ", el("b", { class: "digits" }, view.desks.filter((desk) => desk.state === it).length)));
  return [
    el("h2", {}, say("site.desks-now")),
    el("p", { class: "marks" }, counts),
    el("ul", { class: "desks" }, view.desks.map(desk)),
  ];
}

function desk(row) {
  const what = row.state === "paused" ? say(`pause.${row.reason}`) : say(`site.desk-${row.state}`);
  return el(
    "li",
    { class: `desk ${row.state}` },
    el("b", {}, counterText(row.counter)),
    el("span", { class: `mark ${LOOKS[row.state]}` }, what),
    el("span", {}, named(row.clerk) || "–"),
    row.state === "closed" ? null : since(row.since_us, 0, "quiet"),
  );
}

function day(view) {
  const input = el("input", { class: "input", type: "date", max: view.day.date, value: asked.day || view.day.date, "aria-label": say("site.day"), on: { change: (event) => event.target.value && choose(event.target.value) } });
  const head = el("div", { class: "head" }, el("h2", {}, say("site.desks-day")), input);
  if (asked.problem) return [head, el("p", { class: "notice red", role: "alert" }, asked.problem)];
  if (!asked.found) return [head, el("p", { class: "quiet" }, say("shared.loading"))];
  if (!asked.found.desks.length) return [head, el("p", { class: "quiet none" }, say("site.no-desks"))];
  return [head, el("h3", {}, say("site.by-clerk")), table(CLERK, asked.found.clerks, view), el("h3", {}, say("site.by-desk")), table(DESK, asked.found.desks, view), el("p", { class: "quiet" }, say("site.desks-note"))];
}

const person = (view, slug) => named((view.people.find((it) => it.slug === slug) || {}).names) || slug;
const lasted = (us) => (us ? minutesText(us / 1e6) : "–");
const time = (us) => clockText(us, state.view.zone);

/** Columns: key → what stands there. */
const COMMON = {
  first: (row) => (row.first_us ? time(row.first_us) : "–"),
  last: (row) => (row.last_us === null ? say("site.still") : row.last_us ? time(row.last_us) : "–"),
  open: (row) => lasted(row.open_us),
  pauses: (row) => (row.pauses.length ? row.pauses.map((it) => el("span", { class: "pause" }, say("site.pause", { why: say(`pause.${it.reason}`), n: it.times, time: minutesText(it.lasted_us / 1e6) }))) : "–"),
};
const CLERK = Object.assign({ who: (row, view) => person(view, row.slug), where: (row, view) => row.others.map((slug) => deskText(view, slug)).join(" ") }, COMMON);
const DESK = Object.assign(
  { where: (row, view) => deskText(view, row.slug), who: (row, view) => row.others.map((slug) => person(view, slug)).join(" ") || "–" },
  COMMON,
  { kept: (row) => (row.planned_us ? say("site.kept-of", { percent: Math.round((100 * row.kept_us) / row.planned_us), kept: minutesText(row.kept_us / 1e6), planned: minutesText(row.planned_us / 1e6) }) : say("site.no-plan")) },
);

function deskText(view, slug) {
  const row = view.counters.find((it) => it.slug === slug);
  return row ? counterText(row.number) : slug;
}

function table(columns, rows, view) {
  const keys = Object.keys(columns);
  const head = el("tr", {}, keys.map((key) => el("th", { scope: "col" }, say(`site.col-${key}`))));
  const line = (row) => el("tr", {}, keys.map((key) => el("td", { "data-label": say(`site.col-${key}`) }, columns[key](row, view))));
  return el("table", { class: "figures" }, el("thead", {}, head), el("tbody", {}, rows.map(line)));
}
