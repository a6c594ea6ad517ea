// SPDX-License-Identifier: Apache-2.0
// The figures of the live screen. A share always shows its numerator and denominator.

import { el } from "/shared/dom.js";
import { counterName, since, timeOfDay } from "/shared/staff.js";
import { elapsedText, minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { levelMark } from "./needs.js";

const NONE = "–";

export function percent(part, all) {
  return all ? `${((100 * part) / all).toFixed(1)}%` : NONE;
}

function mean(waits) {
  return waits.called ? elapsedText(waits.sum_s / waits.called) : NONE;
}

/** What stands in no list of alarms: a copied key, numbers without paper, a clock that is days off, a restored hall. */
export function notices([twins, slipless, clockSuspect, restored, voiceless]) {
  const days = clockSuspect ? Math.floor(Math.abs(clockSuspect.step_s) / 86400) : 0;
  return [
    twins.map((row) => el("p", { class: "notice red", role: "alert" }, el("b", {}, named(row.names)), " ", say("manager.twin", { time: timeOfDay(row.at_us) }))),
    slipless.all ? el("p", { class: "notice", role: "alert" }, slipless.all > slipless.first.length ? say("manager.slipless-many", { n: slipless.all }) : say("manager.slipless"), " ", el("b", {}, slipless.first.map(slipText).join(say("manager.and")))) : null,
    days ? el("p", { class: "notice red", role: "alert" }, say(clockSuspect.step_s > 0 ? "manager.clock-ahead" : "manager.clock-behind", { days })) : null,
    restored ? el("p", { class: "notice red", role: "alert" }, say("manager.restored", { at: timeOfDay(restored.at_us), from: timeOfDay(restored.from_us) })) : null,
    voiceless.length ? el("p", { class: "notice" }, say("manager.voiceless", { zones: voiceless.map(named).join(say("manager.and")) })) : null,
  ];
}

function slipText(row) {
  const kiosk = named(row.kiosk);
  return kiosk ? `${row.label} (${kiosk})` : row.label;
}

/** Shape and word of how a figure stands to the standard. */
function standing(level) {
  return level === "ok" ? el("span", { class: "level green" }, el("span", { "aria-hidden": "true" }, "✓"), " ", say("manager.level-ok")) : levelMark(level);
}

/** The four figures that say how the hall stands, then the day's sums in one row. */
export function tiles([totals, waits, enquiries, direct, ratings, oldest]) {
  const tile = (key, value, note, className) =>
    el("div", { class: `tile ${className || ""}` }, el("span", { class: "tile-name" }, say(`manager.${key}`)), el("b", { class: "digits" }, value), el("span", { class: "quiet" }, note || ""));
  const sum = (key, value, note) => el("div", { class: "sum" }, el("dt", {}, say(`manager.${key}`)), el("dd", { class: "digits" }, value, note ? el("span", { class: "note" }, note) : null));
  return [
    el(
      "div",
      { class: "tiles" },
      tile("waiting", totals.waiting, say("manager.in-hand-part", { n: totals.in_hand, absent: totals.absent_now })),
      el("div", { class: "tile" }, el("span", { class: "tile-name" }, say("manager.longest-wait"), oldest && oldest.late ? standing(oldest.level) : null), oldest ? since(oldest.oldest_us, oldest.target_s, "tile-time") : el("b", { class: "digits" }, NONE), el("span", { class: "quiet" }, oldest ? say("manager.target-part", { letter: oldest.letter, time: minutesText(oldest.target_s) }) : "")),
      tile("within", percent(waits.within, waits.called), say("manager.of", { part: waits.within, all: waits.called })),
      tile("satisfied", percent(ratings.satisfied, ratings.rated), say("manager.response-part", { share: percent(ratings.rated, ratings.rateable), part: ratings.rated, all: ratings.rateable })),
    ),
    el(
      "dl",
      { class: "sums" },
      sum("issued", totals.issued, enquiries ? say("manager.enquiries-part", { n: enquiries }) : ""),
      sum("called", totals.called, direct ? say("manager.direct-part", { n: direct }) : ""),
      sum("finished", totals.finished),
      sum("mean-wait", mean(waits), waits.suspended_s ? say("manager.less-part", { time: elapsedText((waits.sum_s - waits.suspended_s) / waits.called) }) : say("manager.p90-part", { time: waits.p90_s === null ? NONE : elapsedText(waits.p90_s) })),
      sum("held", totals.held),
      sum("absent", totals.absent, totals.forfeited ? say("manager.forfeited-part", { n: totals.forfeited }) : ""),
      sum("cancelled", totals.cancelled, totals.voided ? say("manager.voided-part", { n: totals.voided }) : ""),
      sum("out-of-order", totals.out_of_order),
    ),
  ];
}

function table(heads, rows, className) {
  return el("table", { class: className }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head && say(head))))), el("tbody", {}, rows));
}

/** One row a queue: how it stands, who waits, the longest against the target, how today went. */
export function queuesPanel(rows) {
  const heads = ["manager.queue", "manager.standing", "manager.n-waiting", "manager.longest", "manager.mean", "manager.share", "manager.open-counters"];
  const line = (row) =>
    el(
      "tr",
      { class: row.level },
      el("td", { class: "first" }, el("span", { class: "letter" }, row.letter), el("span", {}, named(row.names))),
      el("td", {}, standing(row.level)),
      el("td", { class: "number" }, el("b", { class: "digits big" }, row.waiting), row.late ? el("span", { class: "note late" }, say("manager.n-late", { n: row.late })) : null),
      el("td", { class: "number" }, since(row.oldest_us, row.target_s, "strong"), el("span", { class: "note" }, " / ", minutesText(row.target_s))),
      el("td", { class: "number digits" }, mean(row.waits)),
      el("td", { class: "number digits" }, percent(row.waits.within, row.waits.called), el("span", { class: "note" }, say("manager.of", { part: row.waits.within, all: row.waits.called }))),
      el("td", { class: "number digits" }, row.open_counters || el("span", { class: row.unattended ? "late" : null }, say("manager.none-open"))),
    );
  return [el("h2", { class: "section-title" }, el("span", {}, say("manager.queues"))), table(heads, rows.map(line), "queues")];
}

function counterState(row) {
  if (row.idle_us) return ["warning", el("span", { class: "level amber" }, el("span", { "aria-hidden": "true" }, "▲"), " ", say("manager.counter-idle"))];
  if (row.state === "paused") return ["paused", el("span", { class: "level amber" }, el("span", { "aria-hidden": "true" }, "‖"), " ", say(`pause.${row.reason}`))];
  if (row.state === "closed") return ["off", el("span", { class: "quiet" }, say("manager.counter-closed"))];
  if (row.ticket) return ["busy", el("span", { class: "level plain" }, say(`manager.counter-${row.ticket.state}`))];
  return ["free", el("span", { class: "level green" }, el("span", { "aria-hidden": "true" }, "✓"), " ", say("manager.counter-open"))];
}

/** One tile a counter: number, what it does, which ticket, since when, who. Closed ones in one line at the end. */
export function countersPanel(rows) {
  const open = rows.filter((row) => row.state !== "closed");
  const closed = rows.filter((row) => row.state === "closed");
  const one = (row) => {
    const [look, mark] = counterState(row);
    const from_us = row.idle_us || (row.ticket ? row.ticket.since_us : row.since_us);
    return el(
      "li",
      { class: `desk ${look}` },
      el("span", { class: "desk-head" }, el("b", { class: "digits big" }, row.number), mark),
      el("span", { class: "desk-ticket" }, el("b", { class: "digits" }, row.ticket ? row.ticket.label : NONE), since(from_us, 0, "note")),
      el("span", { class: "desk-who" }, el("span", {}, named(row.clerk) || counterName(row)), el("span", { class: "note" }, row.letters.join(" "))),
    );
  };
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.counters")), el("span", {}, say("manager.n-open", { open: rows.filter((row) => row.state === "open").length, all: rows.length }))),
    el("ul", { class: "desks" }, open.map(one)),
    closed.length ? el("p", { class: "closed-desks" }, say("manager.closed-desks"), " ", el("span", { class: "digits" }, closed.map((row) => row.number).join(say("manager.and")))) : null,
  ];
}

/** Ratings: score and response rate side by side, bad ones first, since only the response rate says what the stars are worth. */
export function ratingsPanel(ratings) {
  const order = ["1", "2", "3", "4", "5"];
  const most = Math.max(1, ...order.map((star) => ratings.stars[star]));
  const line = (star) =>
    el(
      "li",
      { class: star <= "2" ? "star bad" : "star" },
      el("span", { class: "star-name" }, say(`manager.stars-${star}`)),
      el("span", { class: "star-track" }, el("span", { class: "star-bar", style: { width: `${(100 * ratings.stars[star]) / most}%` } })),
      el("b", { class: "digits" }, ratings.stars[star]),
    );
  const bad = ratings.stars["1"] + ratings.stars["2"];
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.ratings")), bad ? el("span", { class: "late" }, say("manager.bad", { n: bad })) : null),
    el(
      "p",
      { class: "response" },
      say("manager.response"),
      " ",
      el("b", { class: "digits" }, percent(ratings.rated, ratings.rateable)),
      el("span", { class: "quiet" }, " ", say("manager.of", { part: ratings.rated, all: ratings.rateable })),
    ),
    el("ul", {}, order.map(line)),
  ];
}

/** Devices: how many are connected, and the lost ones by name. */
export function devicesPanel(devices) {
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.devices")), el("span", {}, say("manager.devices-connected", { n: devices.connected, all: devices.all }))),
    devices.lost.length
      ? el("ul", {}, devices.lost.map((row) => el("li", { class: "device" }, el("span", {}, named(row.names)), el("span", { class: "mark red" }, say("manager.lost")))))
      : el("p", { class: "quiet" }, say("manager.devices-well")),
  ];
}
