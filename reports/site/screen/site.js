// SPDX-License-Identifier: Apache-2.0
// On-site management: patrol, findings, actions, registers, attendance. It goes on without the hall: what is done then is sent later.

import { byId, el, put } from "/shared/dom.js";
import { keepScreen } from "/shared/offline.js";
import { isSignedOut } from "/shared/sign.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { language, named, problemText, say } from "/shared/words.js";
import { drawActions } from "./actions.js";
import { drawAttendance } from "./attendance.js";
import { acts, may, momentText, now, state, tellSent } from "./doing.js";
import { bringBack, current } from "./draft.js";
import { drawFindings, showFindings } from "./findings.js";
import { drop, isForgetful, keep, kept } from "./kept.js";
import { again, belongTo, discard, flush, ofOthers, startOutbox, waiting } from "./outbox.js";
import { drawPatrol } from "./patrol.js";
import { drawRegisters, rewrite } from "./registers.js";

const TABS = [
  { name: "patrol", draw: drawPatrol, badge: (view) => view.rounds.filter((it) => it.due).length, needs: () => may("record-patrol") },
  { name: "findings", draw: drawFindings, badge: (view) => view.findings.filter((it) => it.late).length, red: true },
  { name: "actions", draw: drawActions, badge: (view) => view.actions.filter((it) => it.late).length, red: true, needs: () => may("plan-action") },
  { name: "registers", draw: drawRegisters, badge: (view) => view.stock.filter((it) => it.low).length, red: true, needs: (view) => view.registers.length > 0 },
  { name: "attendance", draw: drawAttendance, badge: () => 0, needs: (view) => view.desks !== null },
];
const LAST = "last view";
const KEEP_MS = 30000;
const MINUTE_US = 60e6;
let drawnMinute = 0;
let keptAt_ms = -KEEP_MS;

state.draw = () => state.view && draw(state.view, state.hall);

/** A view from the line: from now on its time is known. */
function saw(view, hall) {
  state.fast_ms = null;
  document.body.classList.remove("cut");
  draw(view, hall);
  flush();
  if (performance.now() - keptAt_ms > KEEP_MS) {
    keptAt_ms = performance.now();
    keep("notes", LAST, { view, fast_ms: Date.now() - hall.now() / 1000 });
  }
}

function draw(view, hall) {
  Object.assign(state, { view, hall });
  const tabs = TABS.filter((tab) => !tab.needs || tab.needs(view));
  if (!tabs.some((tab) => tab.name === state.tab)) state.tab = tabs[0].name;
  region(byId("bar"), [view.names, view.home, view.own], bar);
  if (byId("app").dataset.language !== language()) frame();
  document.body.dataset.tab = state.tab;
  region(byId("tabs"), [state.tab, tabs.map((tab) => [tab.name, tab.badge(view)])], () => tabs.map((tab) => tabButton(tab, view)));
  region(byId("outbox"), [waiting().map((it) => [it.id, it.what, it.refused]), isForgetful(), ofOthers()], outbox);
  region(byId("late"), recheckable(view), lateNotice);
  const tab = tabs.find((it) => it.name === state.tab);
  for (const other of TABS) byId(`part-${other.name}`).hidden = other !== tab;
  tab.draw(byId(`part-${tab.name}`), view);
  acts.enable();
  if (hall) runTimes(hall.now());
  belongTo(view.me);
  bringBack(view.me);
}

function frame() {
  put(byId("app"), TABS.map((tab) => el("section", { id: `part-${tab.name}`, class: "part" })));
  byId("app").dataset.language = language();
}

function tabButton(tab, view) {
  const n = tab.badge(view);
  const open = () => {
    Object.assign(state, { tab: tab.name, no: "" });
    history.replaceState(null, "", `#${tab.name}`);
    byId("app").scrollTop = 0;
    state.draw();
  };
  return el("button", { class: "tab", type: "button", "aria-current": tab.name === state.tab ? "page" : null, data: { tab: tab.name }, on: { click: open } }, say(`site.tab-${tab.name}`), n ? el("i", { class: tab.red ? "badge red" : "badge" }, n) : null);
}

/** Put right, not looked at again in time, and this person's to look at: on top until somebody has, as meanwhile nothing else chases it. */
function recheckable(view) {
  return may("recheck-finding") ? view.findings.filter((it) => it.next === "recheck" && it.late && !it.mine && it.responsible !== view.me).map((it) => it.no) : [];
}

function lateNotice(numbers) {
  if (!numbers.length) return null;
  const open = el("button", { class: "notice red", type: "button", data: { act: "recheck-late" }, on: { click: () => showFindings("recheck", numbers.length === 1 ? numbers[0] : "") } }, say("site.recheck-late", { n: numbers.length }), el("b", { "aria-hidden": "true" }, " ›"));
  return el("div", { role: "alert" }, open);
}

/** What was not sent yet, and what the hall would not have. */
function outbox() {
  const button = (key, run) => el("button", { class: "button", type: "button", data: { act: key }, on: { click: run } }, say(`site.${key}`));
  const row = (it) =>
    it.refused
      ? el("div", { class: "parcel refused", role: "alert" }, el("span", {}, say("site.refused", { what: it.what }), " ", problemText(it.refused)), it.command === "register-entry" ? button("rewrite", () => rewrite(it)) : null, button("again", () => again(it)), button("discard", () => discard(it)))
      : el("div", { class: "parcel" }, el("span", {}, say("site.waits", { what: it.what, at: momentText(it.at_us) })));
  return [el("p", { class: "notice cut-note", role: "status" }, say("site.cut")), isForgetful() ? el("p", { class: "notice red" }, say("site.forgetful")) : null, ofOthers() ? el("p", { class: "notice" }, say("site.others", { n: ofOthers() })) : null, waiting().map(row)];
}

function bar([names, home, own]) {
  return [el("span", { class: "place" }, named(names)), el("span", { class: "soft" }, say("site.title")), own.n ? el("a", { class: own.late ? "mark amber own-site" : "mark own-site", href: "#findings" }, say("site.own", { n: own.n })) : null, el("a", { class: "bar-button home", href: `/${home}/` }, say(`site.home-${home}`)), barEnd()];
}

/** Days that are left change by themselves. */
function tick(now_us) {
  if (!state.view || Math.floor(now_us / MINUTE_US) === drawnMinute) return;
  drawnMinute = Math.floor(now_us / MINUTE_US);
  state.draw();
}

function fromAddress() {
  const found = /^#(\w+)(?:=([\w-]+))?/.exec(location.hash);
  if (found && TABS.some((tab) => tab.name === found[1])) Object.assign(state, { tab: found[1], no: found[2] || "" });
}

/** Without the hall the newest view is the one that this device has. */
async function showKept(hall) {
  const found = await kept("notes", LAST);
  if (!found || state.view) return;
  state.fast_ms = found.fast_ms;
  document.body.classList.add("cut");
  draw(found.view, hall);
}

function changed() {
  if (!waiting().length) tellSent();
  state.draw();
}

async function begin() {
  if (isSignedOut()) drop("notes", LAST);
  startOutbox({ live: () => state.hall !== null && state.hall.live(), now, changed });
  const hall = await staffPage({ page: "site", draw: saw, tick });
  // The words have been loaded by now: they are kept with the files.
  keepScreen();
  await showKept(hall);
  byId("message").addEventListener("click", () => acts.tell(""));
}

fromAddress();
window.addEventListener("hashchange", () => {
  fromAddress();
  state.draw();
});
document.addEventListener("hall-language", () => state.draw());
window.addEventListener("pagehide", () => current() && state.view && keep("notes", LAST, { view: state.view, fast_ms: state.fast_ms === null ? Date.now() - state.hall.now() / 1000 : state.fast_ms }));
begin();
