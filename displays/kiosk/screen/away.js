// SPDX-License-Identifier: Apache-2.0
// Nobody is hurried, and the next visitor finds a fresh screen: before the kiosk goes home by itself it counts down, and any touch keeps it.

import { byId, show, text } from "/shared/dom.js";
import { say } from "/shared/words.js";

const COUNTED_S = 10;

// kept: the last touch or key only kept the screen.
const state = { touched: 0, shown: false, kept: false };

/** Begin to watch for touches and keys; a touch that only keeps the screen presses nothing else. */
export function watchTouches() {
  const touch = () => {
    state.kept = state.shown;
    touched();
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touch, true);
  document.addEventListener("click", swallow, true);
}

/** The click that comes of a touch which only kept the screen. */
function swallow(event) {
  if (!state.kept) return;
  state.kept = false;
  event.stopPropagation();
  event.preventDefault();
}

/** Somebody is there. */
export function touched() {
  state.touched = performance.now();
  hide();
}

/** Every second: `busy` while there is something to keep, so long nobody need touch it; → whether it is time to go home. */
export function isOver(busy, patience_s) {
  if (!busy) {
    hide();
    return false;
  }
  const left_s = Math.ceil(patience_s - (performance.now() - state.touched) / 1000);
  if (left_s > COUNTED_S) hide();
  else count(Math.max(0, left_s));
  return left_s <= 0;
}

function count(left_s) {
  state.shown = true;
  text(byId("away"), say("kiosk.away", { n: left_s }));
  show(byId("away"), true);
}

function hide() {
  state.shown = false;
  show(byId("away"), false);
}
