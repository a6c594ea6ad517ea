// SPDX-License-Identifier: Apache-2.0
// The live screen: what needs a person, the figures, the day's commands; at their times the briefing and the picture.

import { byId, el, put, show, text } from "/shared/dom.js";
import { person, staffAuth } from "/shared/sign.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { whyDialog } from "/shared/why.js";
import { named, say } from "/shared/words.js";
import { ANNOTATING, annotateDialog } from "./annotate.js";
import { ANNOUNCING, announceDialog, announcements } from "./announce.js";
import { briefingPage, picturePage } from "./briefing.js";
import { chart, chartsWith, fetchOfDay, freshen } from "./charts.js";
import { closeDialog, openDialog, stopDialog } from "./day.js";
import { acknowledge, act, anchor, busily, enable, follow, readMessage, report, savePicture, state, voidRun, writeMessage } from "./doing.js";
import { countersPanel, devicesPanel, notices, queuesPanel, ratingsPanel, tiles } from "./figures.js";
import { doubtsPanel } from "./doubts.js";
import { actsPanel, signsPanel } from "./honesty.js";
import { choose, current, due, MODES } from "./modes.js";
import { adviceCards, alarmCards, inboxPanel, levelMark, longestPanel, newAlarms } from "./needs.js";
import { runAlarms } from "./runs.js";
import { onWall, openWall, turnBack, turnPage } from "./wall.js";

const LOOK_AGAIN_MS = 30000;
const ACTING = ["hall-manager", "duty-manager", "system-admin"];
const ACKNOWLEDGING = ["hall-manager", "duty-manager"];
const ON_SITE = ["hall-manager", "duty-manager", "inspector"];
const WALL = onWall();
const face = { every: false, mode: "", found: null, before: null, beforeOf: "", lookedMs: 0 };

/** The day's commands: when each is offered, and what it asks first. */
const DAY = [
  { name: "open-day", may: (day) => !day.open, asks: (view) => openDialog(view, state.hall.now()) },
  { name: "stop-issuing", may: (day) => day.open && day.issuing, asks: stopDialog },
  { name: "resume-issuing", may: (day) => day.open && !day.issuing, asks: async () => ({}) },
  { name: "close-day", may: (day) => day.open, asks: closeDialog },
];

const ANNOUNCE = { name: "announce", asks: announceDialog };
const ANNOTATE = { name: "annotate-record", asks: annotateDialog };

function draw(view, hall) {
  state.view = view;
  state.hall = hall;
  region(byId("bar"), [view.names, view.day, WALL ? view.alarms.filter((row) => row.level === "critical" && !row.seen).length : 0], bar);
  if (!document.getElementById("live")) frame();
  const oldest = view.queues.filter((row) => row.oldest_us).sort((one, other) => one.oldest_us - other.oldest_us)[0] || null;
  const alarms = view.alarms.filter((row) => row.key !== "slipless");
  const held = document.activeElement && document.activeElement.dataset.alarmId;
  region(byId("needs"), [alarms, view.advice, face.every, roles()], ([rows, advice]) => [alarmCards(rows, allowed(ACKNOWLEDGING) && acknowledge, everyAlarm), adviceCards(advice, allowed(ACKNOWLEDGING) && follow)]);
  if (held) keepFocus(held);
  const news = newAlarms(alarms);
  if (news) text(byId("told"), news);
  if (news && WALL) turnBack(byId("app"));
  region(byId("alarms"), [view.devices.twins, view.slipless, view.day.clock_suspect && { step_s: view.day.clock_step_s }, view.day.restored_us && { at_us: view.day.restored_us, from_us: view.day.restored_from_us }, view.voiceless], notices);
  region(byId("tiles"), [view.totals, view.waits, view.enquiries, view.direct, view.ratings, oldest], tiles);
  region(byId("queues"), view.queues, queuesPanel);
  region(byId("longest"), view.longest, longestPanel);
  region(byId("counters"), view.counters, countersPanel);
  region(byId("ratings"), [view.ratings, WALL ? [] : view.doubts], ([ratings, doubts]) => [...ratingsPanel(ratings), ...doubtsPanel(doubts)]);
  region(byId("devices"), [view.devices, WALL ? [] : view.signs], ([devices, signs]) => [...devicesPanel(devices), ...signsPanel(signs)]);
  if (!WALL) {
    region(byId("acts"), [view.day, view.orders, view.site, view.papers, roles()], acts);
    region(byId("runs"), [view.runs, roles()], (seen) => runAlarms(seen, voidRun));
    region(byId("inbox"), [view.messages], ([rows]) => inboxPanel(rows, readMessage, writeMessage));
    region(byId("passings"), [view.acts, view.announced], ([acts, said]) => [...announcements(said), ...actsPanel(acts, annotating() && (() => act(ANNOTATE)))]);
  }
  tick(hall.now());
  enable();
  runTimes(hall.now());
}

/** Whoever is on an alarm's button by the keyboard stays there when its card is drawn anew. */
function keepFocus(id) {
  const button = Array.from(document.querySelectorAll("#needs [data-alarm-id]")).find((it) => it.dataset.alarmId === id);
  if (button && button !== document.activeElement) button.focus();
}

const everyAlarm = {
  get every() {
    return face.every;
  },
  showEvery: () => {
    face.every = true;
    draw(state.view, state.hall);
  },
};

/** Four times a second: the face that is due, its pictures, on a wall the next page. */
function tick(now_us) {
  if (!state.view) return;
  const mode = current(state.view.times, now_us, WALL);
  if (mode !== face.mode) {
    face.mode = mode;
    face.lookedMs = 0;
    document.body.dataset.face = mode;
    for (const name of MODES) show(byId(name), name === mode);
  }
  if (!WALL) region(byId("faces"), [mode, due(state.view.times, now_us)], faces);
  if (mode === "briefing") brief();
  if (mode === "picture") region(byId("picture"), [roles()], () => picturePage(!WALL && [["manager.save-png", savePicture("png")], ["manager.save-pdf", savePicture("pdf")]]));
  if (state.view.day.date) freshen(false);
  if (WALL) turnPage(byId("app"));
}

function turn(name) {
  choose(name);
  tick(state.hall.now());
  document.querySelector(`[data-face=${name}].face`).focus();
}

function faces([mode, now]) {
  const mark = (name) => (name === now && name !== mode ? el("span", { class: "due" }, " ● ", say("manager.face-due")) : null);
  return MODES.map((name) => el("button", { class: "face", type: "button", "aria-pressed": String(name === mode), data: { face: name }, on: { click: () => turn(name) } }, say(`manager.face-${name}`), mark(name)));
}

/** Ask anew each half minute what the briefing says; the records once for its day, which may not be open yet. */
function brief() {
  if (!face.lookedMs || performance.now() - face.lookedMs > LOOK_AGAIN_MS) {
    face.lookedMs = performance.now();
    state.hall.tell({ find: "briefing", text: "" });
  }
  const date = face.found && face.found.date;
  if (date && face.beforeOf !== date) before(date);
  region(byId("briefing"), [face.found, face.before, state.view.alarms.length], briefingPage);
}

/** Fetch what the days before this one say, once; while it cannot be had the next look asks again. */
async function before(date) {
  face.beforeOf = date;
  face.before = null;
  try {
    face.before = await (await fetchOfDay("briefing.json", "", date)).json();
  } catch (problem) {
    console.warn("what earlier days say is not known", problem);
    setTimeout(() => (face.beforeOf = ""), LOOK_AGAIN_MS);
  }
}

function heard({ found }) {
  if (found && found.find === "briefing") face.found = found;
}

function roles() {
  const who = person();
  return who ? who.roles : null;
}

function allowed(some) {
  if (WALL) return false;
  const own = roles();
  return !own || own.some((role) => some.includes(role));
}

function annotating() {
  return allowed(ANNOTATING);
}

function frame() {
  const panel = (id) => el("section", { id, class: "card pane" });
  const shown = WALL ? [] : ["inbox"];
  put(
    byId("app"),
    WALL ? null : el("div", { class: "top" }, el("nav", { id: "faces", "aria-label": say("manager.faces") }), el("div", { id: "acts" })),
    el("p", { id: "told", class: "visually-hidden", role: "alert" }),
    el("section", { id: "needs", "aria-label": say("manager.needs") }),
    el("div", { id: "alarms", class: "alarms" }),
    el("div", { id: "runs" }),
    el(
      "div",
      { id: "live" },
      el("section", { id: "tiles", "aria-label": say("manager.sums") }),
      el(
        "div",
        { class: "board" },
        el("div", { class: "column" }, panel("queues"), charts("load", "waits", ...(WALL ? [] : ["staffing"]))),
        el(
          "div",
          { class: "column" },
          ...[panel("counters"), panel("longest"), shown.map(panel), panel("ratings"), panel("devices")],
          WALL ? null : charts("spread"), // a wall turns its pages: more pictures would keep the figures waiting
        ),
      ),
      WALL ? null : panel("passings"),
    ),
    el("div", { id: "briefing", hidden: true }),
    el("div", { id: "picture", hidden: true }),
  );
}

function charts(...names) {
  return el("section", { class: "card pane charts" }, names.map(chart));
}

function bar([names, day, urgent]) {
  return [
    el("span", { class: "place" }, named(names)),
    el("span", { class: "soft" }, day.date ? say("manager.day", { date: day.date }) : say("manager.no-day")),
    el("span", { class: day.open ? "mark green" : "mark amber" }, say(day.open ? "manager.day-open" : "manager.day-closed")),
    day.open && !day.issuing && el("span", { class: "mark amber" }, say("manager.issuing-stopped")),
    urgent ? el("span", { class: "urgent" }, levelMark("critical"), " ", el("b", { class: "digits" }, urgent)) : null,
    WALL ? el("span", { class: "bar-end" }, el("span", { class: "bar-clock digits", data: { clock: "" } })) : barEnd(),
  ];
}

/** What the manager does: reports and questions first, then the day's commands. */
function acts([day, orders, site, papers]) {
  const button = (key, click) => el("button", { class: "button", type: "button", data: { act: "" }, on: { click } }, say(key));
  return [
    allowed(ACKNOWLEDGING) && el("a", { class: orders.late ? "button danger" : "button", href: "/orders/", data: { orders: orders.open } }, orders.late ? say("manager.orders-late", { n: orders.open, late: orders.late }) : say("manager.orders", { n: orders.open })),
    allowed(ON_SITE) && el("a", { class: site.late ? "button danger" : "button", href: "/site/", data: { site: site.open } }, say(site.late ? "manager.site-late" : "manager.site", { n: site.open, late: site.late })),
    el("a", { class: "button", href: "/room/", data: { room: papers.check + papers.sign } }, papers.check + papers.sign ? say("manager.room-waits", papers) : say("manager.room")),
    day.date && button("manager.day-report", () => report(day.date)),
    day.date && button("why.button", () => busily(() => whyDialog())),
    button("manager.anchor", anchor),
    allowed(ANNOUNCING) && button("manager.announce", () => act(ANNOUNCE)),
    allowed(ACTING) && DAY.filter((it) => it.may(day)).map((it) => button(`manager.${it.name}`, () => act(it))),
  ];
}

document.addEventListener("hall-look", () => freshen(true));
document.addEventListener("hall-language", () => freshen(true));
if (WALL) {
  openWall({ draw, tick, heard });
} else {
  staffPage({ page: "manager", draw, tick, heard }).then(staffAuth).then(chartsWith);
}
