// SPDX-License-Identifier: Apache-2.0
// The figures of the live screen. A share always shows its numerator and denominator.

import { el } from "/shared/dom.js";
import { counterName, since, timeOfDay } from "/shared/staff.js";
import { elapsedText, minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const NONE = "–";
const STARS = ["5", "4", "3", "2", "1"];

function percent(part, all) {
  return all ? `${((100 * part) / all).toFixed(1)}%` : NONE;
}

function mean(waits) {
  return waits.called ? elapsedText(waits.sum_s / waits.called) : NONE;
}

/** What needs somebody now. */
export function alarms([unattended, lost, twins, printers, clockSuspect, backup, restored, slipless]) {
  return [
    unattended.map((row) =>
      el("p", { class: "notice red", role: "alert" }, el("b", {}, `${row.letter} ${named(row.names)}`), " ", say("manager.unattended"), " ", since(row.oldest_us)),
    ),
    lost.length ? el("p", { class: "notice", role: "alert" }, say("manager.lost-devices"), " ", lost.map((row) => named(row.names)).join(say("manager.and"))) : null,
    twins.map((row) => el("p", { class: "notice red", role: "alert" }, el("b", {}, named(row.names)), " ", say("manager.twin", { time: timeOfDay(row.at_us) }))),
    printers.map((row) =>
      el("p", { class: row.state === "low" ? "notice" : "notice red", role: "alert" }, el("b", {}, named(row.names)), " ", say(`manager.printer-${row.state}`)),
    ),
    slipless && slipless.all ? el("p", { class: "notice", role: "alert" }, slipless.all > slipless.first.length ? say("manager.slipless-many", { n: slipless.all }) : say("manager.slipless"), " ", el("b", {}, slipless.first.map(slipText).join(say("manager.and")))) : null,
    clockSuspect ? el("p", { class: "notice" }, clockText(clockSuspect.step_s)) : null,
    backup ? el("p", { class: "notice red", role: "alert" }, say("manager.backup"), " ", say(`backup-why.${backup}`)) : null,
    restored ? el("p", { class: "notice red", role: "alert" }, say("manager.restored", { at: timeOfDay(restored.at_us), from: timeOfDay(restored.from_us) })) : null,
  ];
}

function slipText(row) {
  const kiosk = named(row.kiosk);
  return kiosk ? `${row.label} (${kiosk})` : row.label;
}

/** What is the matter with the clock; days off is another matter than minutes. */
function clockText(step_s) {
  const days = Math.floor(Math.abs(step_s) / 86400);
  if (days < 1) return say("manager.clock-suspect");
  return say(step_s > 0 ? "manager.clock-ahead" : "manager.clock-behind", { days });
}

/** Today's sums. */
export function tiles([totals, waits, enquiries, direct]) {
  const tile = (key, value, note) =>
    el("div", { class: "tile" }, el("span", { class: "tile-name" }, say(`manager.${key}`)), el("b", { class: "digits" }, value), el("span", { class: "quiet" }, note || ""));
  return [
    tile("waiting", totals.waiting, say("manager.absent-part", { n: totals.absent_now })),
    tile("in-hand", totals.in_hand, say("manager.held-part", { n: totals.held })),
    tile("mean-wait", mean(waits), waits.suspended_s ? say("manager.less-part", { time: elapsedText((waits.sum_s - waits.suspended_s) / waits.called) }) : say("manager.p90-part", { time: waits.p90_s === null ? NONE : elapsedText(waits.p90_s) })),
    tile("within", percent(waits.within, waits.called), say("manager.of", { part: waits.within, all: waits.called })),
    tile("issued", totals.issued, enquiries ? say("manager.enquiries-part", { n: enquiries }) : ""),
    tile("called", totals.called, direct ? say("manager.direct-part", { n: direct }) : ""),
    tile("finished", totals.finished),
    tile("absent", totals.absent, say("manager.forfeited-part", { n: totals.forfeited })),
    tile("cancelled", totals.cancelled, totals.voided ? say("manager.voided-part", { n: totals.voided }) : ""),
    tile("out-of-order", totals.out_of_order, say("manager.out-of-order-part")),
  ];
}

function table(heads, rows, className) {
  return el("table", { class: className }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head && say(head))))), el("tbody", {}, rows));
}

/** One row a queue: who waits, the longest against the target, how today went. */
export function queuesPanel(rows) {
  const heads = ["", "manager.n-waiting", "manager.longest", "manager.mean", "manager.share", "manager.open-counters"];
  const line = (row) =>
    el(
      "tr",
      { class: row.unattended ? "alarm" : null },
      el("td", { class: "first" }, el("span", { class: "letter" }, row.letter), el("span", {}, named(row.names))),
      el("td", { class: "number" }, el("b", { class: "digits big" }, row.waiting), row.late ? el("span", { class: "note late" }, say("manager.n-late", { n: row.late })) : null),
      el("td", { class: "number" }, since(row.oldest_us, row.target_s, "strong"), el("span", { class: "note" }, " / ", minutesText(row.target_s))),
      el("td", { class: "number digits" }, mean(row.waits)),
      el("td", { class: "number digits" }, percent(row.waits.within, row.waits.called), el("span", { class: "note" }, say("manager.of", { part: row.waits.within, all: row.waits.called }))),
      el("td", { class: "number digits" }, row.open_counters),
    );
  return [el("h2", { class: "section-title" }, say("manager.queues")), table(heads, rows.map(line), "queues")];
}

function stateMark(row) {
  if (row.state === "paused") return el("span", { class: "mark amber" }, say("manager.counter-paused", { reason: say(`pause.${row.reason}`) }));
  if (row.state === "closed") return el("span", { class: "quiet" }, say("manager.counter-closed"));
  if (row.ticket) return el("span", { class: row.ticket.state === "serving" ? "mark green" : "mark" }, say(`manager.counter-${row.ticket.state}`));
  return el("span", { class: "mark plain" }, say("manager.counter-open"));
}

/** One row a counter: who, what, which ticket, since when. */
export function countersPanel(rows) {
  const open = rows.filter((row) => row.state === "open").length;
  const heads = ["", "manager.clerk", "manager.state", "manager.ticket", "manager.since"];
  const line = (row) =>
    el(
      "tr",
      { class: row.state === "closed" ? "off" : null },
      el("td", { class: "first" }, el("b", { class: "digits big" }, row.number), el("span", {}, counterName(row), el("span", { class: "note" }, row.letters.join(" ")))),
      el("td", {}, named(row.clerk) || NONE),
      el("td", {}, stateMark(row)),
      el("td", { class: "digits strong" }, row.ticket ? row.ticket.label : ""),
      el("td", { class: "number" }, row.state === "closed" ? "" : since(row.ticket ? row.ticket.since_us : row.since_us)),
    );
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.counters")), el("span", {}, say("manager.n-open", { open, all: rows.length }))),
    table(heads, rows.map(line), "counters"),
  ];
}

/** Ratings by star; the response rate first, since only it says what the stars are worth. */
export function ratingsPanel(ratings) {
  const most = Math.max(1, ...STARS.map((star) => ratings.stars[star]));
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
    el("ul", {}, STARS.map(line)),
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
