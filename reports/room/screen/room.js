// SPDX-License-Identifier: Apache-2.0
// The reading room: choose a report, look at it and into it, take it away, sign it; and what an inspection asks for.

import { byId, el, put } from "/shared/dom.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { language, named, problemText, say } from "/shared/words.js";
import { askedText, drawChoice, follow } from "./choose.js";
import { acts, askJson, longJob, REPORTS, spanText, state } from "./doing.js";
import { drawInspection } from "./inspect.js";
import { definitionsDialog, paper } from "./paper.js";
import { drawSigning, papersList } from "./signing.js";
import { mayTake, progress, takeDialog, troubleText } from "./taking.js";

const TABS = ["read", "inspect"];
const shown = { bar: null, language: "" };

state.draw = () => state.view && draw(state.view, state.hall);

function draw(view, hall) {
  Object.assign(state, { view, hall });
  region(byId("bar"), [view.names, view.home, state.tab], bar);
  if (byId("app").dataset.language !== language()) frame();
  for (const tab of TABS) byId(`tab-${tab}`).hidden = tab !== state.tab;
  drawChoice(byId("choice"), read);
  region(byId("papers"), [view.papers], ([papers]) => papersList(papers, read));
  region(byId("paper-head"), [state.asked, state.page && state.page.title, state.page && state.page.dates, view.takes], head);
  if (state.asked) drawSigning(byId("signing"));
  region(byId("sheets"), [state.page, state.trouble, state.job !== null], sheets);
  drawInspection(byId("tab-inspect"));
  acts.enable();
  runTimes(hall.now());
  if (state.days === null) fetchDays();
}

function frame() {
  put(
    byId("app"),
    el("div", { class: "tab-part", id: "tab-read" }, el("div", { class: "side" }, el("section", { class: "sheet", id: "choice" }), el("section", { class: "sheet", id: "papers" })), el("div", { class: "paper", id: "paper" }, el("div", { id: "paper-head" }), el("div", { id: "signing" }), el("div", { id: "sheets" }))),
    el("div", { class: "tab-part", id: "tab-inspect" }),
  );
  byId("app").dataset.language = language();
}

function bar([names, home, tab]) {
  const turn = (name) => {
    state.tab = name;
    place();
    state.draw();
  };
  const button = (name) => el("button", { class: "bar-button tab", type: "button", "aria-pressed": String(name === tab), data: { tab: name }, on: { click: () => turn(name) } }, say(`room.tab-${name}`));
  return [el("span", { class: "place" }, named(names)), el("span", { class: "soft" }, say("room.title")), el("span", { class: "tabs" }, TABS.map(button)), el("a", { class: "bar-button home", href: `/${home}/` }, say(`room.home-${home}`)), barEnd()];
}

/** The address says what is looked at, so that it can be kept and passed on. */
function place() {
  const { asked, tab } = state;
  const of = tab === "inspect" ? "#inspect" : asked ? `#${asked.report}=${asked.date}${asked.last ? `_${asked.last}` : ""}` : "";
  history.replaceState(null, "", of || location.pathname);
}

function fromAddress() {
  const found = /^#(\w+)=(\d{4}-\d\d-\d\d)(?:_(\d{4}-\d\d-\d\d))?$/.exec(location.hash);
  const inspected = /^#inspect(?:=(\d{4}-\d\d-\d\d)_([A-Z]{1,2}\d{1,4}))?$/.exec(location.hash);
  if (inspected) state.tab = "inspect";
  if (inspected && inspected[1]) state.number = { day: inspected[1], number: inspected[2] };
  if (!found || !REPORTS.includes(found[1])) return null;
  return Object.assign({ report: found[1], date: found[2] }, found[1] === "period" ? { last: found[3] || found[2] } : {});
}

async function fetchDays() {
  state.days = [];
  try {
    [state.days, state.kinds] = await Promise.all([askJson("report-days"), askJson("report-kinds")]);
  } catch (problem) {
    acts.tell(problemText(problem), true);
  }
  const asked = fromAddress() || (state.days.length ? { report: "day", date: state.days[state.days.length - 1] } : null);
  if (asked && !state.asked) read(asked);
  else state.draw();
}

/** Read a report: what was being made is stopped, and the new one takes its place when it is there. */
function read(asked) {
  const before = state.job;
  if (before) before.stop();
  Object.assign(state, { asked, page: null, trouble: "" });
  follow(asked);
  place();
  const bar = progress();
  const job = longJob("readings", Object.assign({ language: language() }, asked), bar.tell, before ? before.left : undefined);
  state.job = job;
  shown.bar = bar;
  shown.language = language();
  state.draw();
  job.done.then((found) => found && found.answer.json()).then((page) => page && ended(job, page, ""), (failed) => ended(job, null, troubleText(failed)));
}

function ended(job, page, trouble) {
  if (state.job !== job) return;
  Object.assign(state, { job: null, page, trouble });
  byId("paper").scrollTop = 0;
  state.draw();
}

function stop() {
  state.job.stop();
  Object.assign(state, { job: null, trouble: say("room.stopped") });
  state.draw();
}

function head([asked, title, dates]) {
  if (!asked) return null;
  const button = (act, click, main) => el("button", { class: main ? "button main" : "button", type: "button", data: { act }, on: { click } }, say(`room.${act}`));
  return [
    el("div", { class: "paper-title" }, el("h1", {}, title || askedText(asked)), el("p", { class: "quiet" }, dates || spanText(asked, say))),
    el("div", { class: "paper-acts" }, title ? button("definitions", () => definitionsDialog(state.page)) : null, button("read-again", () => read(asked)), mayTake(asked.report) ? button("download", () => takeDialog(asked), true) : state.view.takes.length ? el("span", { class: "quiet small" }, say("room.not-yours")) : null),
  ];
}

function sheets([page, trouble, making]) {
  if (making) return el("div", { class: "sheet" }, el("div", { class: "progress", role: "status" }, shown.bar.parts, el("button", { class: "button", type: "button", data: { act: "stop" }, on: { click: stop } }, say("room.stop"))));
  if (trouble) return el("p", { class: "notice", role: "alert" }, trouble);
  if (!page) return state.days && !state.days.length ? el("p", { class: "notice" }, say("room.no-days")) : null;
  return paper(page);
}

/** Another language is another report; another look other charts. */
document.addEventListener("hall-language", () => {
  if (state.asked && shown.language !== language()) read(state.asked);
  else state.draw();
});
document.addEventListener("hall-look", () => {
  if (!state.page) return;
  byId("sheets").shown = "";
  state.draw();
});
window.addEventListener("hashchange", () => {
  const asked = fromAddress();
  if (asked) read(asked);
  else if (state.view) state.draw();
});

fromAddress();
staffPage({ page: "room", draw });
