// SPDX-License-Identifier: Apache-2.0
// How the kiosk meets its visitor: large type and few steps, everything within reach of a seated hand, read aloud. It ends with the visit.

import { accessibleSign } from "/shared/face.js";
import { byId, el, put } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { icon } from "./icons.js";

// The smallest text of the elder mode is so many rem: see modes.css.
const SMALLEST_REM = 1.2;
// A rem is at least this share of the short side, as usual and in the elder mode.
const SHARE = 0.02;
const ELDER_SHARE = 0.0225;
const SQUARISH = 1.5;
const LONGEST_S = 60;
const STANDARD = { elder: false, low: false, speech: false, voice: false, elder_font_px: 30, touch_px: 60, home_after_s: 45 };

const state = { device: STANDARD, elder: false, low: false };

/** Take what the catalog and the standard say of this kiosk; a visitor's own choice stays. */
export function followDevice(device) {
  const started = state.device;
  state.device = Object.assign({}, STANDARD, device);
  for (const mode of ["elder", "low"]) if (state[mode] === Boolean(started[mode])) state[mode] = Boolean(state.device[mode]);
  apply();
}

/** Go back to how this kiosk begins. */
export function forgetModes() {
  Object.assign(state, { elder: Boolean(state.device.elder), low: Boolean(state.device.low) });
  apply();
}

/** Whether this visitor chose something else than how the kiosk begins. */
export function changedModes() {
  return state.elder !== Boolean(state.device.elder) || state.low !== Boolean(state.device.low);
}

/** Whether the type is large and the steps few. */
export function elder() {
  return state.elder;
}

/** Whether there is room for few buttons only: large type, all below, or an old screen that is nearly square. */
export function tight() {
  return state.elder || state.low || isSquarish();
}

/** Whether all lies low on a lying screen: its rows are short, and many stand side by side. */
export function lowAndWide() {
  return state.low && !isSquarish() && window.innerWidth > window.innerHeight;
}

/** Such a screen is small: a seated hand reaches all of it. */
function isSquarish() {
  const shape = window.innerWidth / window.innerHeight;
  return shape > 1 && shape < SQUARISH;
}

/** So long nobody need touch the screen, in seconds: with large type twice as long. */
export function patience_s() {
  return state.device.home_after_s * (state.elder ? 2 : 1);
}

/** What a sheet of so many seconds gets: with large type twice as long, as far as a minute goes. */
export function unhurried_s(seconds) {
  return state.elder ? Math.max(seconds, Math.min(2 * seconds, LONGEST_S)) : seconds;
}

function apply() {
  const root = document.documentElement;
  root.classList.toggle("elder", state.elder);
  root.classList.toggle("low", state.low && !isSquarish());
  root.classList.toggle("tight", tight());
  const short_px = Math.min(window.innerWidth, window.innerHeight);
  const usual_px = short_px * SHARE * (Number(getComputedStyle(root).getPropertyValue("--scale")) || 1);
  const rem_px = state.elder ? Math.max(usual_px, short_px * ELDER_SHARE, state.device.elder_font_px / SMALLEST_REM) : usual_px;
  root.style.setProperty("font-size", `${rem_px}px`);
  root.style.setProperty("--touch", `${state.device.touch_px}px`);
}

window.addEventListener("resize", apply);
// The district's look says how large type is.
document.addEventListener("hall-look", apply);

/** Draw the buttons of the modes; `changed()` is called when one was pressed. `speaker`: {offered, on, mute, press}. */
export function drawModes(changed, speaker) {
  const toggle = (mode) => () => {
    state[mode] = !state[mode];
    apply();
    changed();
  };
  const button = (name, sign, on, click, words) =>
    el("button", { class: "button mode", type: "button", "aria-pressed": String(on), data: { mode: name }, on: { click } }, el("span", { class: "mode-in" }, sign, el("span", {}, say(words || `kiosk.mode-${name}`))));
  const box = byId("modes");
  const drawn = JSON.stringify([state.elder, state.low, isSquarish(), speaker.offered, speaker.on, speaker.mute, say("kiosk.modes")]);
  // A button under a finger stays the same node while views arrive.
  if (box.drawn === drawn) return;
  box.drawn = drawn;
  const held = document.activeElement && box.contains(document.activeElement) ? document.activeElement.dataset.mode : "";
  put(
    box,
    button("elder", icon("elder"), state.elder, toggle("elder")),
    isSquarish() ? null : button("low", accessibleSign(), state.low, toggle("low")),
    speaker.offered ? button("speech", icon("speaker"), speaker.on, speaker.press, speaker.mute && "kiosk.mode-mute") : null,
  ).setAttribute("aria-label", say("kiosk.modes"));
  const again = held && box.querySelector(`[data-mode=${held}]`);
  if (again) again.focus();
}
