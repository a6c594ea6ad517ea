// SPDX-License-Identifier: Apache-2.0
// What needs somebody now: alarms, each with the acts that answer it, then how full the hall is, queues and messages.

import { el } from "/shared/dom.js";
import { region, since, timeOfDay } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { handOver, open as openDesk, sendFor, write } from "./desks.js";
import { counterText, deskOf, doing, listed, send } from "./doing.js";
import { inbox } from "./messages.js";
import { orderCards, ringForNew } from "./orders.js";
import { open as openPlan } from "./plans.js";
import { menu } from "./sheet.js";
import { open as openTicket } from "./tickets.js";

const TEXT_MOST = 100;
const NAMED = 3;

/** Draw the alarms, the hall at a glance and the messages. */
export function drawNow(node, view) {
  if (!node.firstChild) for (const id of ["orders", "alarms", "advice", "figures", "queues", "inbox"]) node.append(el("section", { id }));
  const part = (id) => node.querySelector(`#${id}`);
  ringForNew(view.orders);
  region(part("orders"), [view.orders, view.site], orderCards);
  region(part("alarms"), [grouped(view.alarms), view.orders.fresh.length > 0], alarms);
  region(part("advice"), view.advice, advised);
  region(part("figures"), [view.hall, view.counted, view.day.suspended], figures);
  region(part("queues"), [view.queues, view.plan], queues);
  region(part("inbox"), [view.messages, view.notices], inbox);
}

/** Advice to open or close counters: one tap opens the first counter with who is free, or looks at the plan that helps. */
function advised(rows) {
  return rows.map((row) => {
    const open = row.kind === "open";
    const go = open ? () => openAnother(row.queue) : () => openDesk(row.counters[0]);
    const other = open && (row.plan || oneTap(row)) ? "duty.advice-other" : open ? "duty.open-another" : "duty.see-desk";
    return el(
      "div",
      { class: "alarm advice", role: "status", data: { advice: row.kind } },
      el("p", {}, el("b", {}, `${row.letter} ${named(row.names)} `), open ? openText(row) : say("duty.advice-close", { number: row.numbers[0] })),
      el("div", { class: "acts" }, open ? [oneTap(row), planButton(row)] : closeTap(row), el("button", { class: "button", type: "button", data: { live: "", act: "advice" }, on: { click: go } }, say(other))),
    );
  });
}

function oneTap(row) {
  if (!row.counters.length || !row.people.length) return null;
  const said = { number: row.numbers[0], who: named(row.free[0]) };
  const run = () => send("open-for", { counter: row.counters[0], person: row.people[0] }, say("duty.opened-for", said));
  return el("button", { class: "button main", type: "button", data: { live: "", act: "open-for" }, on: { click: run } }, say("duty.open-for", said));
}

/** Close the counter that can be spared, where nobody is in hand there. */
function closeTap(row) {
  if (!row.idle) return null;
  const said = { number: row.numbers[0] };
  const run = () => send("close-counter", { counter: row.counters[0], reason: "quiet" }, say("duty.closed-quiet", said));
  return el("button", { class: "button main", type: "button", data: { live: "", act: "close-quiet" }, on: { click: run } }, say("duty.close-quiet", said));
}

function planButton(row) {
  if (!row.plan) return null;
  return el("button", { class: "button main", type: "button", data: { live: "", act: "plan" }, on: { click: () => openPlan(row.plan) } }, say("duty.use-plan", { plan: named(row.plan_names) }));
}

function openText(row) {
  const now = row.now_s === null ? say("duty.advice-nobody", { n: row.waiting }) : say("duty.advice-now", { n: row.waiting, now: minutesText(row.now_s) });
  if (!row.numbers.length) return [now, say("duty.advice-none")];
  const people = row.free.length ? say("duty.advice-free", { people: row.free.map(named).join(say("duty.and")) }) : "";
  return [now, say("duty.advice-open", { n: row.n, then: minutesText(row.then_s), numbers: row.numbers.join(say("duty.and")) }), people];
}

const ANSWERS = {
  counter: [
    { name: "write", run: (slug) => write(deskOf(slug)), when: (slug) => deskOf(slug).clerk },
    { name: "hand-over", run: (slug) => handOver(deskOf(slug)), when: (slug) => deskOf(slug).state !== "closed" },
    { name: "see-desk", run: (slug) => openDesk(slug) },
  ],
  queue: [
    { name: "open-another", run: (slug) => openAnother(slug) },
    { name: "see-plans", run: () => doing.go("plans"), when: () => doing.view.plans.length > 0 },
  ],
  device: [{ name: "tell-guides", run: tellGuides }],
  ticket: [
    { name: "escort", run: (slug) => send("escort", { ticket: slug }, say("duty.escorted")) },
    { name: "see-ticket", run: openTicket },
  ],
  finding: [{ name: "see-findings", run: () => location.assign("/site/#findings") }],
  order: [{ name: "see-order", run: (slug) => location.assign(`/orders/#order=${slug}`) }],
};
/** Alarms with an answer of their own. */
const OWN = {
  help: [{ name: "answer-help", run: (slug) => send("answer-help", { counter: slug }, say("duty.help-answered", { counter: counterText(deskOf(slug).number) })), look: "main" }],
  suspended: [{ name: "see-day", run: () => doing.go("day") }],
  full: [
    { name: "see-plans", run: () => doing.go("plans"), when: () => doing.view.plans.length > 0 },
    { name: "see-day", run: () => doing.go("day") },
  ],
  crowd: [{ name: "see-plans", run: () => doing.go("plans"), when: () => doing.view.plans.length > 0 }],
  "stopped-forecast": [
    { name: "open-another", run: (slug) => openAnother(slug) },
    { name: "resume-issuing", run: (slug) => send("resume-issuing", { queue: slug }, say("duty.issuing-again")) },
  ],
  "closed-early": [{ name: "see-day", run: () => doing.go("day") }],
  "not-open": [{ name: "see-day", run: () => doing.go("day") }],
  "kiosks-wait": [{ name: "see-day", run: () => doing.go("day") }],
  "old-day": [{ name: "see-day", run: () => doing.go("day") }],
};

/** Devices with the same trouble are one alarm: a switch that fails must not bury the rest. */
export function grouped(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = row.of === "device" ? `${row.key} ${row.seen ? "seen" : ""}` : row.id;
    if (!found.has(key)) found.set(key, Object.assign({}, row, { about: [], ids: [] }));
    found.get(key).about.push(row.names);
    found.get(key).ids.push(row.id);
  }
  return Array.from(found.values());
}

function about(row) {
  return listed(row.about.map(named), NAMED);
}

function sentence(row) {
  const who = named(row.who);
  return say(`alarm.${row.key}`, spoken(row.args)) + (who ? say("duty.should-have", { who }) : "");
}

function alarms([rows, orders]) {
  if (!rows.length) return orders ? null : el("p", { class: "calm" }, say("duty.calm"));
  const quiet = rows.filter((row) => row.seen);
  return [rows.filter((row) => !row.seen).map(loud), quiet.length ? el("ul", { class: "seen-alarms" }, quiet.map(seenLine)) : null];
}

/** One that somebody sees to: quiet, until it is over. */
function seenLine(row) {
  return el("li", { data: { alarm: row.key } }, "✓ ", about(row) ? el("b", {}, about(row), " ") : null, sentence(row), el("span", { class: "quiet" }, ` · ${say("duty.seen-by", { who: named(row.seen.by), time: timeOfDay(row.seen.at_us) })}`));
}

async function acknowledge(_, row) {
  // one of several that is over, or that somebody else saw, keeps nobody from the others
  for (const alarm of row.ids) if (!(await send("acknowledge-alarm", { alarm }, say("duty.acknowledged"))) && !doing.hall.live()) return;
}

function loud(row) {
  return el("div", { class: `alarm ${row.level}`, role: "alert", data: { alarm: row.key } }, el("p", {}, about(row) ? el("b", {}, about(row), " ") : null, sentence(row), " ", row.since_us ? since(row.since_us, 0, "quiet") : null), acts(row));
}

function tellGuides(_, row) {
  const text = `${about(row)} ${sentence(row)}`.slice(0, TEXT_MOST);
  send("send-message", { to: "guides", text }, say("duty.sent-to", { who: say("duty.to-guides") }));
}

/** Arguments that are codes, as words. */
const CODED = { suspended: "suspended", help: "help", need: "need", why: "backup-why", undelivered: "undelivered" };

function spoken(args) {
  const said = Object.assign({}, args);
  for (const name of Object.keys(CODED)) if (name in said) said[name] = [].concat(said[name]).map((code) => say(`${CODED[name]}.${code}`)).join(say("duty.and"));
  return said;
}

function acts(row) {
  const may = [...(OWN[row.key] || ANSWERS[row.of] || []), { name: "acknowledge", run: acknowledge }].filter((it) => !it.when || it.when(row.slug));
  const button = (it) => el("button", { class: `button ${it.look || ""}`, type: "button", data: { live: "", act: it.name }, on: { click: () => it.run(row.slug, row) } }, say(`duty.${it.name}`));
  return el("div", { class: "acts" }, may.map(button));
}

/** Counters that could serve a queue that nobody serves: the paused ones by somebody else, the closed ones by whoever is free. */
async function openAnother(queue) {
  const row = doing.view.queues.find((it) => it.slug === queue);
  const able = doing.view.desks.filter((desk) => desk.state !== "open" && desk.letters.includes(row.letter));
  const title = say("duty.open-another-title", { letter: row.letter, queue: named(row.names) });
  const slug = await menu(title, able.length ? say("duty.open-another-hint") : say("duty.open-another-none"), able.map((desk) => ({ value: desk.slug, label: counterText(desk.number), note: [named(desk.clerk_names), stateText(desk)].filter(Boolean).join(" · ") })));
  if (!slug) return;
  const desk = deskOf(slug);
  if (desk.state === "closed") openDesk(slug);
  else handOver(desk);
}

function stateText(desk) {
  return desk.state === "paused" ? say("duty.paused", { reason: say(`pause.${desk.reason}`) }) : say("state.closed");
}

function figures([hall, counted]) {
  const tile = (key, value, note) => el("div", { class: "tile" }, el("b", { class: "digits" }, value), el("span", {}, say(`duty.${key}`)), note ? el("span", { class: "quiet" }, note) : null);
  const full = hall.seats && hall.people >= hall.seats;
  return el(
    "div",
    { class: "tiles" },
    tile("waiting", counted.waiting),
    tile("at-counters", counted.called + counted.serving),
    tile("aside", counted.held + counted.absent),
    el("div", { class: full ? "tile full" : "tile" }, el("b", { class: "digits" }, hall.people), el("span", {}, say("duty.people")), hall.seats ? el("span", { class: "quiet" }, say("duty.seats", { n: hall.seats })) : null),
  );
}

function queues([rows]) {
  const line = (row) =>
    el(
      "li",
      { class: row.waiting && !row.owners ? "nobody" : null },
      el("b", { class: "letter" }, row.letter),
      el("span", { class: "queue-name" }, named(row.names), el("span", { class: "quiet" }, queueNotes(row))),
      el("span", { class: "queue-wait" }, el("b", { class: "digits" }, row.waiting), row.oldest_us ? since(row.oldest_us, row.target_s, "quiet") : null),
    );
  return [el("h2", { class: "section-title" }, say("duty.queues")), el("ul", { class: "queues" }, rows.map(line))];
}

function queueNotes(row) {
  const said = [row.owners ? say("duty.n-desks", { n: row.owners }) : say("duty.no-desk")];
  said.push(say("duty.target", { time: minutesText(row.target_s) }));
  if (row.quota) said.push(say("duty.quota", { issued: row.issued, quota: row.quota }));
  if (row.stopped_alone || row.full) said.push(say(`stopped.${row.stopped}`));
  return said.join(" · ");
}
