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
const asked = new URLSearchParams(location.search);
// `?turn=20`: so many seconds a page; it never turns faster than once a second.
const turnMs = 1000 * Math.max(1, Number(asked.get("turn")) || TURN_S);
let turnedMs = performance.now();

/** Whether this is the screen on a wall. */
export function onWall() {
  const wall = location.pathname.startsWith("/wall") || asked.get("wall") === "1";
  document.documentElement.classList.toggle("on-wall", wall);
  document.body.classList.toggle("wall", wall);
  return wall;
}

/** Open the wall's line and keep it drawn; an unknown key is forgotten, and a pairing code asked for. */
export async function openWall({ draw, tick, heard }) {
  await loadWords();
  const auth = await deviceAuth("wall");
  chartsWith(auth);
  const hall = openHall({
    page: "wall",
    of: "",
    auth,
    onView: (view) => {
      document.title = say("manager.title");
      tellTimesIn(view.zone);
      draw(view, hall);
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
  setInterval(() => {
    runTimes(hall.now());
    tick(hall.now());
  }, TICK_MS);
}

/** Show the next part of what is longer than the wall is high, then begin again. */
export function turnPage(node) {
  const now = performance.now();
  if (now - turnedMs < turnMs) return;
  turnedMs = now;
  const most = node.scrollHeight - node.clientHeight;
  node.scrollTop = node.scrollTop >= most - 4 ? 0 : Math.min(most, node.scrollTop + Math.round(node.clientHeight * 0.85));
}
