// SPDX-License-Identifier: Apache-2.0
// The live figures of the hall, the day's commands and the day report.

import { byId, el, put, show, text } from "/shared/dom.js";
import { person, staffAuth } from "/shared/sign.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { whyDialog } from "/shared/why.js";
import { named, problemText, say } from "/shared/words.js";
import { ANNOTATING, annotateDialog } from "./annotate.js";
import { ANNOUNCING, announceDialog, announcements, voiceAlarms } from "./announce.js";
import { anchorDialog, closeDialog, openDialog, stopDialog } from "./day.js";
import { alarms, countersPanel, devicesPanel, queuesPanel, ratingsPanel, tiles } from "./figures.js";
import { actsPanel, signsPanel } from "./honesty.js";
import { runAlarms, voidDialog, voidedText } from "./runs.js";
import { watchAlarms } from "./watch.js";

const GIVE_UP_S = 30;
const ACTING = ["hall-manager", "duty-manager", "system-admin"];
const state = { view: null, hall: null, busy: false };

/** The day's commands: when each is offered, and what it asks first. */
const DAY = [
  { name: "open-day", may: (day) => !day.open, asks: (view) => openDialog(view, state.hall.now()) },
  { name: "stop-issuing", may: (day) => day.open && day.issuing, asks: stopDialog },
  { name: "resume-issuing", may: (day) => day.open && !day.issuing, asks: async () => ({}) },
  { name: "close-day", may: (day) => day.open, asks: closeDialog },
];

const ANNOUNCE = { name: "announce", asks: announceDialog };
const ANNOTATE = { name: "annotate-record", asks: annotateDialog };

async function act(it) {
  if (state.busy || document.querySelector("dialog[open]")) return;
  const fields = await it.asks(state.view);
  if (!fields) return;
  await busily(async () => {
    await state.hall.ask(it.name, fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(say("manager.done", { action: say(`manager.${it.name}`) }), false);
  });
}

async function voidRun(run) {
  if (state.busy || document.querySelector("dialog[open]")) return;
  const fields = await voidDialog(run);
  if (!fields) return;
  await busily(async () => {
    const { result } = await state.hall.ask("void-run", fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(voidedText(result), false);
  });
}

async function busily(work) {
  state.busy = true;
  enable();
  try {
    await work();
  } catch (problem) {
    tell(problemText(problem), true);
  } finally {
    state.busy = false;
    enable();
  }
}

function enable() {
  for (const node of document.querySelectorAll("#bar [data-act], #runs [data-act]")) node.disabled = state.busy || !state.hall.live();
}

function tell(sentence, bad) {
  const node = byId("message");
  text(node, sentence);
  node.className = bad ? "bad" : "";
  show(node, true);
}

async function report(date) {
  await busily(async () => {
    const { token } = await staffAuth();
    const answer = await fetch(`/api/v1/reports/day.pdf?date=${encodeURIComponent(date)}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw { detail: say("manager.report-failed", { why: problemText(await answer.json().catch(() => ({ title: String(answer.status) }))) }) };
    const address = URL.createObjectURL(await answer.blob());
    const link = el("a", { href: address, download: `${say("manager.day-report-file", { date })}.pdf` });
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(address);
  });
}

/** Show the journal's head: whoever writes it down or photographs it can prove later that nothing before it was changed. */
async function anchor() {
  await busily(async () => {
    const { token } = await staffAuth();
    const answer = await fetch("/api/v1/journal/head", { headers: { Authorization: `Bearer ${token}` } });
    const said = await answer.json();
    if (!answer.ok) throw said;
    await anchorDialog(said.anchor);
  });
}

function draw(view, hall) {
  state.view = view;
  state.hall = hall;
  region(byId("bar"), [view.names, view.day], bar);
  if (!document.getElementById("tiles")) frame();
  region(byId("alarms"), [view.queues.filter((row) => row.unattended), view.devices.lost.filter((row) => row.kind !== "voice"), view.devices.twins, view.devices.printers, view.day.clock_suspect && { step_s: view.day.clock_step_s }, view.day.backup, view.day.restored_us && { at_us: view.day.restored_us, from_us: view.day.restored_from_us }, view.slipless], alarms);
  region(byId("watch"), view.watch, watchAlarms);
  region(byId("voice"), [view.mute, view.voiceless], ([mute, voiceless]) => voiceAlarms(mute, voiceless));
  region(byId("runs"), [view.runs, person() && person().roles], (seen) => runAlarms(seen, voidRun));
  region(byId("tiles"), [view.totals, view.waits, view.enquiries, view.direct], tiles);
  region(byId("queues"), view.queues, queuesPanel);
  region(byId("counters"), view.counters, countersPanel);
  region(byId("passings"), [view.acts, view.announced], ([acts, said]) => [...announcements(said), ...actsPanel(acts, annotating() && (() => act(ANNOTATE)))]);
  region(byId("ratings"), view.ratings, ratingsPanel);
  region(byId("devices"), [view.devices, view.signs], ([devices, signs]) => [...devicesPanel(devices), ...signsPanel(signs)]);
  enable();
  runTimes(hall.now());
}

function annotating() {
  const who = person();
  return !who || who.roles.some((role) => ANNOTATING.includes(role));
}

function frame() {
  const panel = (id) => el("section", { id, class: "card pane" });
  put(
    byId("app"),
    el("div", { id: "watch", class: "alarms" }),
    el("div", { id: "alarms" }),
    el("div", { id: "voice", class: "alarms" }),
    el("div", { id: "runs" }),
    el("section", { id: "tiles", class: "tiles" }),
    el("div", { class: "board" }, el("div", { class: "column" }, panel("queues"), el("div", { class: "pair" }, panel("ratings"), panel("devices"))), el("div", { class: "column" }, panel("counters"), panel("passings"))),
  );
}

function bar([names, day]) {
  const who = person();
  const acting = !who || who.roles.some((role) => ACTING.includes(role));
  const announcing = !who || who.roles.some((role) => ANNOUNCING.includes(role));
  const button = (key, click) => el("button", { class: "bar-button", type: "button", data: { act: "" }, on: { click } }, say(key));
  return [
    el("span", { class: "place" }, named(names)),
    el("span", { class: "soft" }, day.date ? say("manager.day", { date: day.date }) : say("manager.no-day")),
    el("span", { class: day.open ? "mark green" : "mark amber" }, say(day.open ? "manager.day-open" : "manager.day-closed")),
    day.open && !day.issuing && el("span", { class: "mark amber" }, say("manager.issuing-stopped")),
    el(
      "div",
      { class: "bar-acts" },
      day.date && button("manager.day-report", () => report(day.date)),
      day.date && button("why.button", () => busily(() => whyDialog())),
      button("manager.anchor", anchor),
      announcing && button("manager.announce", () => act(ANNOUNCE)),
      acting && DAY.filter((it) => it.may(day)).map((it) => button(`manager.${it.name}`, () => act(it))),
    ),
    barEnd(),
  ];
}

staffPage({ page: "manager", draw });
