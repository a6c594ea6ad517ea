// SPDX-License-Identifier: Apache-2.0
// The screen on a wall: larger, without buttons, by a display's key so that it never asks for a sign-in; it turns its pages itself.

import { byId, el, put, show, text } from "/shared/dom.js";
import { deviceAuth, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { runTimes, tellTimesIn } from "/shared/staff.js";
import { loadWords, problemText, say } from "/shared/words.js";
import { chartsWith } from "./charts.js";

const TURN_S = 12;
const TICK_MS = 250;
// What is not torn apart where it fits on one page.
const PARTS = ".need, .seen-alarms, .alarms > *, .tiles, .sums, .pane:not(.charts), .charts figure, #picture figure";
const EDGE_PX = 12;
const NEAR_PX = 4;
const asked = new URLSearchParams(location.search);
// `?turn=20`: so many seconds a page; it never turns faster than once a second.
const turnMs = 1000 * Math.max(1, Number(asked.get("turn")) || TURN_S);
let turnedMs = performance.now();

/** Whether this is the screen on a wall. */
export function onWall() {
  const wall = location.pathname.startsWith("/wall");
  document.documentElement.classList.toggle("on-wall", wall);
  document.body.classList.toggle("wall", wall);
  return wall;
}

/** Open the wall's line and keep it drawn; an unknown key is forgotten, and a pairing code asked for. */
export async function openWall({ draw, tick, heard }) {
  await loadWords();
  const auth = await deviceAuth("wall");
  chartsWith(auth);
  let seen = null;
  const again = () => {
    document.title = say("manager.title");
    if (!seen) return;
    tellTimesIn(seen.zone);
    draw(seen, hall);
  };
  const hall = openHall({
    page: "wall",
    of: "",
    auth,
    onView: (view) => {
      seen = view;
      again();
    },
    onStale: (stale) => {
      text(byId("stale"), say("staff.stale"));
      document.body.classList.toggle("cut", stale);
      show(byId("stale"), stale);
    },
    onRefused: (problem) => {
      if (problem.status === 401) startOver("wall");
      else put(byId("app"), el("p", { class: "notice red", role: "alert" }, problemText(problem)));
    },
    onWhisper: heard,
  });
  document.addEventListener("hall-language", again);
  setInterval(() => {
    runTimes(hall.now());
    tick(hall.now());
  }, TICK_MS);
}

/** Begin with the first page again: what is new stands there. */
export function turnBack(node) {
  turnedMs = performance.now();
  node.scrollTop = 0;
}

/** Show the next parts that were not wholly seen, from the top of the first of them; after the last begin again. */
export function turnPage(node) {
  const now = performance.now();
  if (now - turnedMs < turnMs) return;
  turnedMs = now;
  const from = node.getBoundingClientRect().top;
  const parts = Array.from(node.querySelectorAll(PARTS)).map((part) => part.getBoundingClientRect());
  const next = parts.filter((part) => part.height && part.bottom - from > node.clientHeight + NEAR_PX).sort((one, other) => one.top - other.top)[0];
  if (!next) node.scrollTop = 0;
  else if (next.top - from > EDGE_PX + NEAR_PX) node.scrollTop += Math.round(next.top - from - EDGE_PX);
  else node.scrollTop += Math.round(node.clientHeight * 0.85);
}
