// SPDX-License-Identifier: Apache-2.0
// What lies over the home for a while: a number, a problem, a choice. It goes by itself, or when its visitor leaves it.

import { byId, el, put, text } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { unhurried_s } from "./modes.js";
import { kiosk, state } from "./visit.js";

// The second tap of a double tap must not press what has just appeared under the finger.
const DEAF_MS = 700;

/** Show a sheet for some seconds, and then the visit is over; `make` builds it and `back()` names its way out in the language of the moment. */
export function openSheet(seconds, make, back) {
  open({ sheet: make, back: back || (() => "kiosk.back"), left_s: unhurried_s(seconds), forgets: true });
}

/** Show a sheet that stays as long as somebody is there, and leads back to where it was opened. */
export function openChoice(make) {
  open({ sheet: make, back: () => "kiosk.return", left_s: 0, forgets: false });
}

function open(how) {
  Object.assign(state, how, { changed: performance.now() });
  drawSheet();
  kiosk.draw();
  kiosk.arrived("result");
}

/** Leave a sheet for what lies under it. */
export function closeSheet() {
  Object.assign(state, { sheet: null, left_s: 0, changed: performance.now() });
  put(byId("result"));
  kiosk.draw();
  kiosk.arrived(state.screen);
}

/** Build it anew: what it says has changed. Keys stay where they are. */
export function drawSheet() {
  const box = state.sheet();
  const at = place(byId("result"));
  box.append(el("button", { class: "button main back", type: "button", id: "back", on: { click: pressedBack } }));
  if (!state.forgets) box.lastChild.classList.remove("main");
  put(byId("result"), box);
  drawBack();
  const next = byId("result").querySelectorAll("button")[at];
  if (next) next.focus();
}

function place(box) {
  return Array.from(box.querySelectorAll("button")).indexOf(document.activeElement);
}

/** Whether a press comes too soon after the screen became another. */
export function deaf() {
  return performance.now() - state.changed < DEAF_MS;
}

/** A second has gone; → whether the sheet's time is over. */
export function countSheet() {
  if (!state.left_s) return false;
  state.left_s -= 1;
  drawBack();
  return state.left_s <= 0;
}

function drawBack() {
  text(byId("back"), say(state.back(), { n: Math.max(0, state.left_s) }));
}

/** The way out of the sheet that lies there. */
export function pressedBack() {
  if (deaf()) return;
  if (state.forgets) kiosk.home();
  else closeSheet();
}
