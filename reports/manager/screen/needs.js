// SPDX-License-Identifier: Apache-2.0
// What needs a person first: alarms with who sees to them, advice to open or close counters, messages, and who waits longest.

import { el } from "/shared/dom.js";
import { since, timeOfDay } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const SHOWN = 6;
const LEVELS = { critical: ["red", "◆"], warning: ["amber", "▲"], note: ["plain", "●"] };
// Arguments that are codes, and whose words they are.
const CODED = { suspended: "suspended", help: "help", need: "need", why: "backup-why", undelivered: "undelivered" };

/** The word and the shape of a level: colour is never the only sign. */
export function levelMark(level) {
  const [colour, shape] = LEVELS[level];
  return el("span", { class: `level ${colour}` }, el("span", { "aria-hidden": "true" }, shape), " ", say(`manager.level-${level}`));
}

function spoken(args) {
  const said = Object.assign({}, args);
  for (const name of Object.keys(CODED)) {
    if (name in said) said[name] = [].concat(said[name]).map((code) => say(`${CODED[name]}.${code}`)).join(say("manager.and"));
  }
  return said;
}

/** Those alike are one: a switch that fails must not bury the rest. */
function grouped(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = row.of === "device" ? `${row.key} ${row.level}` : row.id;
    if (found.has(key)) found.get(key).all.push(row);
    else found.set(key, { row, all: [row] });
  }
  return Array.from(found.values());
}

function about(all) {
  const names = all.map((row) => named(row.names)).filter(Boolean);
  return names.length > 3 ? `${names.slice(0, 3).join(say("manager.and"))}…` : names.join(say("manager.and"));
}

const told = new Set();

/** What is new among the alarms, in words for who hears the screen; "" for nothing: cards that are drawn anew say nothing again. */
export function newAlarms(rows) {
  const fresh = rows.filter((row) => !row.seen && !told.has(row.id));
  told.clear();
  for (const row of rows) if (!row.seen) told.add(row.id); // one that was seen and is loud again is another one
  return fresh.map((row) => `${say(`manager.level-${row.level}`)} ${named(row.names)} ${say(`alarm.${row.key}`, spoken(row.args))}`).join(" ");
}

function sentence({ row, all }) {
  const why = row.args.why ? ` · ${spoken(row.args).why}` : "";
  return [el("b", {}, about(all), about(all) ? " " : ""), say(`alarm.${row.key}`, spoken(row.args)), why];
}

/** Alarms that nobody has acknowledged, as cards; the others as quiet lines. acknowledge(rows): null where this person may not. */
export function alarmCards(rows, acknowledge, state) {
  const loud = grouped(rows.filter((row) => !row.seen));
  const quiet = rows.filter((row) => row.seen);
  const shown = state.every ? loud : loud.slice(0, SHOWN);
  return [
    shown.map((it) => card(it, acknowledge)),
    loud.length > shown.length ? el("button", { class: "button more-alarms", type: "button", on: { click: state.showEvery } }, say("manager.more-alarms", { n: loud.length - shown.length })) : null,
    quiet.length ? el("ul", { class: "seen-alarms", "aria-label": say("manager.seen-alarms") }, quiet.map(seenLine)) : null,
  ];
}

function card(it, acknowledge) {
  const { row, all } = it;
  return el(
    "div",
    { class: `need ${LEVELS[row.level][0]}`, data: { alarm: row.key } },
    levelMark(row.level),
    el("p", {}, sentence(it), " ", row.since_us ? since(row.since_us, 0, "quiet") : null),
    acknowledge ? el("button", { class: "button", type: "button", data: { act: "", alarmId: row.id }, on: { click: () => acknowledge(all) } }, say("manager.acknowledge")) : null,
  );
}

function seenLine(row) {
  return el(
    "li",
    { data: { alarm: row.key } },
    el("span", { "aria-hidden": "true" }, "✓ "),
    sentence({ row, all: [row] }),
    el("span", { class: "quiet" }, ` · ${say("manager.seen-by", { who: named(row.seen.by), time: timeOfDay(row.seen.at_us) })}`),
  );
}

/** One card for each piece of advice. follow: `{open(row), close(row), plan(row)}`, one tap each; null where this person may do neither. */
export function adviceCards(rows, follow) {
  return rows.map((row) =>
    el(
      "div",
      { class: "need advice", data: { advice: row.kind } },
      el("span", { class: "level main" }, el("span", { "aria-hidden": "true" }, row.kind === "open" ? "+" : "−"), " ", say("manager.advice")),
      el("p", {}, el("span", { class: "letter" }, row.letter), " ", el("b", {}, named(row.names)), " ", row.kind === "open" ? openText(row) : closeText(row)),
      follow ? followButton(row, follow) : null,
    ),
  );
}

function followButton(row, follow) {
  const button = (name, run, sentence) => el("button", { class: "button main", type: "button", data: { act: "", follow: name }, on: { click: () => run(row) } }, sentence);
  if (row.kind === "close") return row.idle ? button("close-counter", follow.close, say("manager.close-quiet", { number: row.counters[0].number })) : null;
  if (row.counters.length && row.people.length) return button("open-for", follow.open, say("manager.open-for", { number: row.counters[0].number, who: named(row.people[0].names) }));
  return row.plan ? button("plan", follow.plan, say("manager.use-plan", { plan: named(row.plan_names) })) : null;
}

function openText(row) {
  const waits = row.now_s === null ? say("manager.advice-nobody", { n: row.waiting }) : say("manager.advice-now", { n: row.waiting, now: minutesText(row.now_s) });
  if (!row.counters.length) return [waits, say("manager.advice-no-counter")];
  const counters = row.counters.map((it) => say(it.kind === "tidal" ? "manager.advice-tidal" : "manager.advice-counter", { number: it.number })).join(say("manager.and"));
  return [
    waits,
    el("b", {}, say("manager.advice-open", { n: row.n, then: minutesText(row.then_s) })),
    say("manager.advice-which", { counters }),
    row.people.length ? say("manager.advice-people", { people: row.people.map((it) => named(it.names)).join(say("manager.and")) }) : say("manager.advice-no-people"),
  ];
}

function closeText(row) {
  return [el("b", {}, say("manager.advice-close", { counter: row.counters[0].number })), row.then_s === null || !row.waiting ? "" : say("manager.advice-then", { then: minutesText(row.then_s) })];
}

/** Who has waited longest, against the target. */
export function longestPanel(rows) {
  const line = (row) =>
    el("li", {}, el("b", { class: "digits big" }, row.label), el("span", { class: "longest-wait" }, since(row.opened_us, row.target_s, "strong"), el("span", { class: "note" }, " / ", minutesText(row.target_s))));
  return [el("h2", { class: "section-title" }, say("manager.longest-waits")), rows.length ? el("ol", { class: "longest" }, rows.map(line)) : el("p", { class: "quiet" }, say("manager.nobody-waits"))];
}

/** Messages to this person. seen(row): null where nothing can be marked. */
export function inboxPanel(rows, seen, write) {
  const line = (row) =>
    el(
      "li",
      { class: row.seen ? null : "fresh" },
      el("span", { class: "quiet digits" }, `${timeOfDay(row.at_us)} `),
      el("span", { class: "inbox-text" }, el("span", { class: "quiet" }, `${named(row.by)}：`), el("b", {}, [row.label, row.code && say(`message.${row.code}`), row.text].filter(Boolean).join(" "))),
      row.seen ? null : el("button", { class: "button", type: "button", data: { act: "" }, on: { click: () => seen(row) } }, say("manager.read")),
    );
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("manager.messages")), el("button", { class: "link", type: "button", data: { act: "" }, on: { click: write } }, say("manager.write"))),
    rows.length ? el("ul", { class: "inbox" }, rows.map(line)) : el("p", { class: "quiet" }, say("manager.no-messages")),
  ];
}
