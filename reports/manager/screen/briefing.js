// SPDX-License-Identifier: Apache-2.0
// The morning briefing: who and what is ready, what was left over, what earlier days say; and the day in one picture.

import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { chart } from "./charts.js";
import { percent } from "./figures.js";

const SHAPES = { red: ["red", "◆"], amber: ["amber", "▲"], green: ["green", "✓"] };

function part(key, ...content) {
  return el("section", { class: "card pane" }, el("h2", { class: "section-title" }, say(`manager.${key}`)), content);
}

function fact(key, value, note) {
  return el("div", { class: "fact" }, el("dt", {}, say(`manager.${key}`)), el("dd", {}, el("b", { class: "digits" }, value), note ? el("span", { class: "quiet" }, ` ${note}`) : null));
}

/** now: what the hall knows (null: not heard yet); before: what the records say (null: not heard yet); alarms: how many are open. */
export function briefingPage([now, before, alarms]) {
  if (!now) return el("p", { class: "quiet" }, say("manager.briefing-coming"));
  return [
    el("h1", { class: "face-title" }, say("manager.briefing"), " ", el("span", { class: "quiet digits" }, now.date)),
    el(
      "div",
      { class: "faces" },
      part("briefing-today", el("dl", { class: "facts" }, todayFacts(now)), missing(now)),
      part("briefing-check", checks(now.opening)),
      part("briefing-left", el("dl", { class: "facts" }, fact("returns-due", now.returns, now.returns_today ? say("manager.returns-today", { n: now.returns_today }) : ""), fact("alarms-open", alarms))),
      part("briefing-before", before && before.before ? beforeFacts(before.before) : el("p", { class: "quiet" }, say(before ? "manager.no-day-before" : "manager.briefing-coming"))),
      part("briefing-weekday", before && before.weekday ? weekdayFacts(before.weekday) : el("p", { class: "quiet" }, say(before ? "manager.no-weekday" : "manager.briefing-coming"))),
    ),
  ];
}

function todayFacts(now) {
  const hours = now.spans.map(([from, until]) => `${timeOfDay(from)}–${timeOfDay(until)}`).join(say("manager.and"));
  return [
    fact("hours", hours || say("manager.no-hours")),
    fact("people-here", say("manager.of", { part: now.here, all: now.people })),
    fact("counters-all", say("manager.of", { part: now.open, all: now.counters }), now.tidal ? say("manager.tidal-part", { n: now.tidal }) : ""),
    fact("plan-now", named(now.plan) || say("manager.no-plan")),
  ];
}

function missing(now) {
  if (!now.missing.length) return now.here < now.people ? null : el("p", { class: "level green" }, el("span", { "aria-hidden": "true" }, "✓"), " ", say("manager.all-here"));
  const more = now.people - now.here - now.missing.length;
  return [el("p", { class: "quiet" }, say("manager.not-here")), el("p", { class: "names" }, now.missing.map((row) => named(row.names)).join(say("manager.and")), more > 0 ? say("manager.and-more", { n: more }) : "")];
}

function checks(opening) {
  if (!opening) return el("p", { class: "quiet" }, say("manager.not-checked"));
  const count = (state) => el("span", { class: `level ${SHAPES[state][0]}` }, el("span", { "aria-hidden": "true" }, SHAPES[state][1]), " ", say(`manager.check-${state}`, { n: opening.counts[state] }));
  const line = (row) => el("li", {}, el("span", { class: `level ${SHAPES[row.state][0]}` }, el("span", { "aria-hidden": "true" }, SHAPES[row.state][1])), " ", el("b", {}, named(row.names), named(row.names) ? " " : ""), say(`opening.${row.key}`, row.args));
  return [el("p", { class: "counts" }, ["red", "amber", "green"].map(count), el("span", { class: "quiet digits" }, timeOfDay(opening.at_us))), opening.lines.length ? el("ul", { class: "check-lines" }, opening.lines.map(line)) : null];
}

function beforeFacts(day) {
  const it = day.figures;
  const share = (key) => [percent(it[key].of[0] || 0, it[key].of[1]), it[key].of[1] ? say("manager.of", { part: it[key].of[0], all: it[key].of[1] }) : ""];
  const time = (key) => [it[key].value === null ? "–" : minutesText(it[key].value), say("manager.n-cases", { n: it[key].n })];
  return [
    el("p", { class: "quiet digits" }, day.date),
    el(
      "dl",
      { class: "facts" },
      fact("issued", it["tickets.issued"].value, it["tickets.unserved"].value ? say("manager.unserved-part", { n: it["tickets.unserved"].value }) : ""),
      fact("mean-wait", ...time("wait.mean")),
      fact("longest-wait", ...time("wait.max")),
      fact("within", ...share("wait.within")),
      fact("satisfied", ...share("ratings.satisfied")),
      fact("response", ...share("ratings.response")),
      fact("acts", day.acts),
    ),
  ];
}

function weekdayFacts(it) {
  return [
    el("p", { class: "quiet" }, say("manager.weekday-days", { n: it.days.length, days: it.days.join(say("manager.and")) })),
    el("dl", { class: "facts" }, fact("weekday-issued", it.issued), it.peak ? fact("weekday-peak", it.peak, say("manager.weekday-arrivals", { n: it.peak_arrivals })) : null),
    it.counters ? el("p", { class: "weekday-advice" }, say("manager.weekday-advice", { time: it.peak, n: it.counters, service: minutesText(it.service_s) })) : null,
  ];
}

// Narrower than this one picture cannot be read: its parts, one below the other.
const PHONE = "(max-width: 700px)";

/** The day in one picture; what is shown is what is saved and passed on. On a wall its parts, a page each. */
export function picturePage(saves) {
  return [
    el("h1", { class: saves ? "face-title" : "visually-hidden" }, say("manager.picture"), saves ? el("span", { class: "face-acts" }, saves.map(([key, click]) => el("button", { class: "button", type: "button", data: { act: "" }, on: { click } }, say(key)))) : null),
    saves && !window.matchMedia(PHONE).matches ? chart("picture") : ["sums", "load", "waits", "ratings"].map(chart),
  ];
}
