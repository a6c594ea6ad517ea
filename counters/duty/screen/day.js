// SPDX-License-Identifier: Apache-2.0
// The day: the opening check, opening, numbers stopped and given again, the hall suspended and resumed, closing.

import { el } from "/shared/dom.js";
import { region, since, timeOfDay } from "/shared/staff.js";
import { dateText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { closing } from "./closing.js";
import { doing, listed, send } from "./doing.js";
import { fold, isOpen } from "./fold.js";
import { openDay } from "./opening.js";
import { enterPapers } from "./papers.js";
import { menu, reason } from "./sheet.js";

/** Draw all of it; what is being decided for closing stays over every new view. */
export function drawDay(node, view) {
  if (!node.firstChild) for (const id of ["state", "opening", "closing"]) node.append(el("section", { id: `day-${id}` }));
  node.classList.toggle("begun", view.day.open);
  const part = (id) => node.querySelector(`#day-${id}`);
  region(part("state"), [view.day, view.hours, view.queues.map((row) => [row.slug, row.stopped, row.stopped_alone, row.slot]), view.counted], () => state(view));
  region(part("opening"), [view.opening, isOpen("opening")], opening);
  closing(part("closing"), view);
}

function button(name, run, look) {
  return el("button", { class: `button big ${look || ""}`, type: "button", data: { live: "", act: name }, on: { click: run } }, el("b", {}, say(`duty.${name}`)));
}

function state(view) {
  const { day, hours } = view;
  if (!day.open) return [el("h2", { class: "section-title" }, say("duty.day")), el("p", { class: "notice" }, closedText(view)), el("div", { class: "bigs" }, button("open-day", openDay, "main"))];
  return [
    el("h2", { class: "section-title" }, say("duty.day-of", { date: day.date })),
    day.suspended ? el("p", { class: "notice red" }, say("duty.suspended-for", { reason: say(`suspended.${day.suspended}`) }), " ", since(day.suspended_us)) : null,
    el("ul", { class: "clock-does" }, clockDoes(view).map((sentence) => el("li", {}, sentence))),
    el(
      "div",
      { class: "bigs" },
      hours.kiosks_us ? button("let-kiosks", () => send("resume-issuing", {}, say("duty.kiosks-give")), "main") : null,
      day.issuing ? button("stop-issuing", () => stop(view)) : button("resume-issuing", () => send("resume-issuing", {}, say("duty.issuing-again")), "main"),
      view.queues.filter((row) => row.stopped_alone).map((row) => resumeButton(row)),
      button("enter-paper", enterPapers),
      day.suspended ? button("resume-hall", resume, "main") : button("suspend", () => suspend(view), "danger"),
    ),
  ];
}

function resumeButton(row) {
  const run = () => send("resume-issuing", { queue: row.slug }, say("duty.issuing-again"));
  return el("button", { class: "button big main", type: "button", data: { live: "", act: "resume-queue" }, on: { click: run } }, el("b", {}, say("duty.resume-queue", { letter: row.letter })), el("span", {}, say(`stopped.${row.stopped_alone}`)));
}

function closedText({ day, hours }) {
  const said = day.date ? say("duty.day-closed", { date: day.date }) : say("duty.no-day");
  return hours.opens_us ? `${said} ${say("duty.opens-at", { time: whenText(hours.opens_us) })}` : said;
}

/** The time of day, with the day where it is another one. */
function whenText(at_us) {
  const { zone } = doing.view;
  const day = dateText(at_us, zone);
  return day === dateText(doing.hall.now(), zone) ? timeOfDay(at_us) : `${day} ${timeOfDay(at_us)}`;
}

/** What is special of today: a make-up day, a holiday, what the hall says of it. */
function specialText({ kind, told }) {
  const said = ["holiday", "make-up"].includes(kind) ? [say(`duty.today-${kind}`)] : [];
  return named(told) ? said.concat(named(told)) : said;
}

/** What the clock will do, and when: nobody is to be surprised by it. */
function clockDoes({ day, hours, queues }) {
  const said = specialText(hours);
  if (hours.kiosks_us) said.push(say("duty.kiosks-from", { time: timeOfDay(hours.kiosks_us) }));
  if (!day.issuing) said.push(say("duty.issuing-stopped", { why: say(`stopped.${day.stopped}`) }));
  else if (hours.last_number_us) said.push(say(hours.late_numbers ? "duty.clock-stopped-not" : "duty.clock-stops", { time: timeOfDay(hours.last_number_us) }));
  for (const row of queues) {
    if (row.stopped_alone) said.push(say("duty.queue-stopped", { letter: row.letter, queue: named(row.names), why: say(`stopped.${row.stopped_alone}`) }));
    else if (row.slot) said.push(say("duty.clock-slot", Object.assign({ letter: row.letter }, row.slot)));
    if (!row.stopped_alone && row.quota) said.push(say(row.full ? "duty.quota-full" : "duty.clock-quota", { letter: row.letter, issued: row.issued, quota: row.quota }));
  }
  if (day.issuing && hours.closes_us && !hours.late) said.push(say("duty.clock-forecast"));
  if (hours.closes_us) said.push(say(hours.late ? "duty.closed-since" : "duty.closes-at", { time: timeOfDay(hours.closes_us) }));
  else said.push(say(hours.known ? "duty.closed-today" : "duty.no-hours"));
  return said;
}

async function stop(view) {
  const queue = await menu(say("duty.stop-issuing"), say("duty.stop-hint"), [
    { value: "all", label: say("duty.stop-all"), look: "danger" },
    ...view.queues.filter((row) => !row.stopped_alone).map((row) => ({ value: row.slug, label: say("duty.stop-queue", { letter: row.letter, queue: named(row.names) }) })),
  ]);
  if (!queue) return;
  const code = await reason(say("duty.stop-issuing"), say("duty.stop-why"), "stopped");
  if (code) send("stop-issuing", queue === "all" ? { reason: code } : { reason: code, queue }, say("duty.stopped"));
}

/** Says whom it stops before it is done. */
async function suspend({ counted }) {
  const code = await reason(say("duty.suspend-title"), say("duty.suspend-hint", { waiting: counted.waiting, n: counted.called + counted.serving }), "suspended");
  if (code) send("suspend", { reason: code }, say("duty.suspended"));
}

async function resume() {
  const { counted } = doing.view;
  const code = await reason(say("duty.resume-title"), say("duty.resume-hint", { n: counted.waiting }), "resumed");
  if (code) send("resume-hall", { reason: code }, say("duty.resumed"));
}

const NAMED = 6;
const AREAS = ["printer", "voice", "screen", "counter", "staff", "clock", "backup"];
const BY_STATE = { red: 0, amber: 1, green: 2 };

/** Lines that say the same are one, with all that it is about. */
function alike(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.area, row.key, row.args]);
    if (!found.has(key)) found.set(key, Object.assign({}, row, { about: [] }));
    if (named(row.names)) found.get(key).about.push(named(row.names));
  }
  return Array.from(found.values());
}

/** The opening check: red lines first, each saying what to do. */
function opening([check]) {
  const rows = check ? check.checks.slice().sort((one, other) => BY_STATE[one.state] - BY_STATE[other.state] || AREAS.indexOf(one.area) - AREAS.indexOf(other.area)) : [];
  const bad = rows.filter((row) => row.state === "red").length;
  const line = (row) => el("li", { class: row.state, data: { check: row.key } }, el("span", { class: "dot" }), el("span", {}, row.about.length ? el("b", {}, listed(row.about, NAMED), " ") : null, say(`opening.${row.key}`, row.args)));
  const area = (name) => {
    const own = rows.filter((row) => row.area === name && row.state === "green");
    return own.length ? [el("h3", {}, say(`opening.area-${name}`)), el("ul", { class: "checks" }, alike(own).map(line))] : null;
  };
  return [
    el("h2", { class: "section-title" }, say("duty.opening"), check ? el("span", {}, say("duty.checked-at", { time: timeOfDay(check.at_us), who: named(check.by) || say("duty.by-clock") })) : null),
    check ? el("p", { class: bad ? "notice red" : "notice green" }, bad ? say("duty.opening-red", { n: bad }) : say("duty.opening-green")) : el("p", { class: "quiet none" }, say("duty.not-checked")),
    el("ul", { class: "checks" }, alike(rows.filter((row) => row.state !== "green")).map(line)),
    check ? fold("opening", say("duty.opening-well", { n: rows.filter((row) => row.state === "green").length }), () => AREAS.map(area)) : null,
    el("div", { class: "bigs" }, button("check-opening", () => send("check-opening", {}, say("duty.checked")))),
  ];
}
