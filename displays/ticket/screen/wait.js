// SPDX-License-Identifier: Apache-2.0
// What somebody who waits wants to know: how many are ahead, how long still, whether there is time for a break, and why others went first.

import { byId, el, show, text } from "/shared/dom.js";
import { clockText, rangeText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const MARGIN_S = 300;
const SHARE = 0.2;
const LEAST_AHEAD = 4;
const LEAST_AWAY_S = 600;
const FIVE_S = 300;
const NEARLY_S = 60;

/** How many are ahead and the range of the wait. */
export function facts(ticket) {
  return [
    fact(say("ticket.ahead"), say("ticket.people", { n: ticket.ahead })),
    fact(say("ticket.range"), rangeText(ticket.range_s) || say("ticket.range-unknown")),
  ];
}

function fact(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

/**
 * When a break is possible: `{from_us, back_us, away_s}` whole five minutes on the hall's clock, or null.
 * It rests on the lower end of the range, less a fifth of it and five minutes at least; with few ahead nobody is sent away.
 */
export function breakOf(ticket, now_us) {
  if (!ticket.range_s || ticket.ahead < LEAST_AHEAD) return null;
  const now_s = now_us / 1e6;
  const from_s = fives(now_s + ticket.range_s[0]);
  const back_s = Math.min(fives(now_s + ticket.range_s[0] * (1 - SHARE)), from_s - MARGIN_S);
  const away_s = fives(back_s - now_s + NEARLY_S);
  return away_s < LEAST_AWAY_S ? null : { from_us: from_s * 1e6, back_us: back_s * 1e6, away_s };
}

function fives(seconds) {
  return Math.floor(seconds / FIVE_S) * FIVE_S;
}

/** The sentences of a break. */
export function breakText(found, zone) {
  const [from, back] = [clockText(found.from_us, zone), clockText(found.back_us, zone)];
  return [el("strong", {}, say("ticket.break", { n: found.away_s / 60, back })), el("span", {}, say("ticket.break-why", { from }))];
}

/** Why others went first; "" where none did. */
function passedText(ticket) {
  const [n, called] = [ticket.passed, ticket.passed_called];
  if (!n) return "";
  return say(called === n ? "ticket.passed-all-called" : called ? "ticket.passed-called" : "ticket.passed", { n, called });
}

/** Why others went first; and that a priority which was only named gives no place in line until somebody has looked at the proof. */
export function drawNotes(ticket) {
  const passed = ticket.state === "waiting" ? passedText(ticket) : "";
  show(byId("passed"), Boolean(passed));
  text(byId("passed"), passed);
  show(byId("unchecked"), Boolean(ticket.unchecked));
  if (ticket.unchecked) text(byId("unchecked"), say("ticket.unchecked", { group: named(ticket.unchecked) }));
}
