// SPDX-License-Identifier: Apache-2.0
// The guide's screen: tabs below, and on a tablet beside them what asks for a guide now.

import { byId, el, put, text } from "/shared/dom.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { oneTapAtATime } from "/shared/taps.js";
import { language, named, say } from "/shared/words.js";
import { careCount, carePanel, drawCare } from "./care.js";
import { acts, heard, state } from "./common.js";
import { drawMore, morePanel } from "./more.js";
import { drawPeople, peoplePanel } from "./people.js";
import { drawTake, takePanel } from "./take.js";
import { followTicket, ticketSheet } from "./ticket.js";

const TABS = ["take", "people", "care", "desk"];

function draw(view, hall) {
  state.hall = hall;
  state.view = view;
  region(byId("bar"), [view.names, view.day], bar);
  if (byId("app").dataset.language !== language()) frame();
  drawTake();
  drawPeople();
  drawCare();
  drawMore();
  badge();
  followTicket();
  acts.enable();
  runTimes(hall.now());
}

function frame() {
  const tab = (name) => {
    const word = el("span", {}, say(`guide.tab-${name}`));
    return el("button", { class: "tab", type: "button", data: { tab: name }, on: { click: () => go(name) } }, word, el("b", { class: "badge digits", hidden: true }));
  };
  put(
    byId("app"),
    el("div", { class: "columns" }, el("div", { class: "main-column" }, takePanel(), peoplePanel(), morePanel()), carePanel(), ticketSheet()),
    el("nav", { class: "tabs", "aria-label": say("guide.title") }, TABS.map(tab)),
  );
  byId("app").dataset.language = language();
  go(state.tab);
}

function go(name) {
  state.tab = name;
  byId("app").dataset.tab = name;
  for (const node of document.querySelectorAll(".tab")) node.setAttribute("aria-current", node.dataset.tab === name ? "page" : "false");
  const close = document.getElementById("sheet-close");
  if (close) close.click();
}

function badge() {
  const { urgent } = careCount(state.view);
  const node = document.querySelector(".tab[data-tab=care] .badge");
  text(node, urgent);
  node.hidden = urgent === 0;
}

function bar([names, day]) {
  const mark = day.suspended ? ["red", "guide.suspended-mark"] : day.open ? ["green", "manager.day-open"] : ["amber", "manager.day-closed"];
  return [
    el("span", { class: "place" }, named(names)),
    el("span", { class: `mark ${mark[0]}` }, say(mark[1])),
    day.open && !day.issuing && el("span", { class: "mark amber" }, say("manager.issuing-stopped")),
    barEnd(),
  ];
}

oneTapAtATime();
staffPage({ page: "guide", draw, heard, offline: (view) => view.list });
