// SPDX-License-Identifier: Apache-2.0
// What the phone does besides showing: it buzzes, and rings once its visitor has allowed that. Browsers stay mute until somebody touched them.

import { awake, chime } from "/shared/chime.js";
import { byId, el, put, show, text } from "/shared/dom.js";
import { say } from "/shared/words.js";

const WISHED = "hall.ticket.sound";
const BUZZ = { next: [300], called: [400, 200, 400, 200, 800] };
const RINGS = { next: 1, called: 3 };
const GAP_MS = 2200;
const state = { wished: false, sounds: false, touched: false };

/** Begin: whoever wished sound before has it again with the first touch of the page. */
export function beginSound() {
  state.wished = Boolean(localStorage.getItem(WISHED));
  const wake = async () => {
    if (!state.wished || state.sounds) return;
    state.sounds = Boolean(await awake());
    drawSound();
  };
  document.addEventListener("click", wake);
  // A browser that nobody has touched yet neither buzzes nor rings, and complains of being asked to.
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, () => (state.touched = true), true);
}

/** Draw the switch; it says whether sound is on, and whether a touch is still missing. */
export function drawSound() {
  const on = state.wished && state.sounds;
  const key = on ? "ticket.sound-on" : state.wished ? "ticket.sound-again" : "ticket.sound-off";
  const button = byId("sound").firstChild || put(byId("sound"), el("button", { class: "button", type: "button", id: "ring", on: { click: press } }), el("p", { class: "quiet" })).firstChild;
  text(button, say(key));
  button.setAttribute("aria-pressed", on);
  text(button.nextSibling, on ? say("ticket.sound-hint") : "");
}

/** Show the switch while there is something to hear. */
export function showSound(visible) {
  show(byId("sound"), visible);
  if (visible) drawSound();
}

async function press(event) {
  event.stopPropagation();
  state.wished = !(state.wished && state.sounds);
  if (state.wished) localStorage.setItem(WISHED, "1");
  else localStorage.removeItem(WISHED);
  state.sounds = state.wished && (await chime());
  drawSound();
}

/** Be felt and heard: `next` once, `called` three times. */
export function alarm(what) {
  if (navigator.vibrate && state.touched) navigator.vibrate(BUZZ[what]);
  if (!state.wished) return;
  for (let nth = 0; nth < RINGS[what]; nth += 1) setTimeout(() => chime(), nth * GAP_MS);
}
