// SPDX-License-Identifier: Apache-2.0
// The drawn things that screens share: faces for the five levels of rating, and the hall's sign.

import { svg } from "./dom.js";

// Mouth curves from 1 (非常不满意) to 5 (非常满意); the colour is set by the style sheet, never the only mark.
const MOUTHS = {
  1: "M32 74 Q50 50 68 74",
  2: "M34 71 Q50 60 66 71",
  3: "M34 67 L66 67",
  4: "M33 62 Q50 77 67 62",
  5: "M28 58 Q50 90 72 58 Z",
};
const BROWS = { 1: "M27 31 L41 37 M73 31 L59 37" };

/** A face for `stars` 1–5, as decoration: the word beside it says the same. */
export function face(stars) {
  return svg(
    "svg",
    { class: `face face-${stars}`, viewBox: "0 0 100 100", "aria-hidden": "true", focusable: "false" },
    svg("circle", { class: "face-ground", cx: 50, cy: 50, r: 46 }),
    eyes(stars),
    BROWS[stars] ? svg("path", { class: "face-line", d: BROWS[stars] }) : null,
    svg("path", { class: stars === 5 ? "face-mouth-open" : "face-line", d: MOUTHS[stars] }),
  );
}

function eyes(stars) {
  if (stars === 5) return svg("path", { class: "face-line", d: "M28 42 Q35 33 42 42 M58 42 Q65 33 72 42" });
  return [svg("circle", { class: "face-eye", cx: 35, cy: 42, r: 4.5 }), svg("circle", { class: "face-eye", cx: 65, cy: 42, r: 4.5 })];
}

/** The neutral sign of a service hall: a roof over three columns. */
export function sign() {
  return svg(
    "svg",
    { class: "sign", viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "sign-roof", d: "M32 7 L59 24 H5 Z" }),
    svg("path", { class: "sign-wall", d: "M12 29 H19 V47 H12 Z M28.5 29 H35.5 V47 H28.5 Z M45 29 H52 V47 H45 Z M7 51 H57 V57 H7 Z" }),
  );
}

/** A tick in a circle, for what is done. */
export function tick() {
  return svg(
    "svg",
    { class: "tick", viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" },
    svg("circle", { class: "tick-ground", cx: 32, cy: 32, r: 30 }),
    svg("path", { class: "tick-line", d: "M19 33 L28.5 42.5 L46 23.5" }),
  );
}

/** The international sign of access, simplified. */
export function accessibleSign() {
  return svg(
    "svg",
    { class: "accessible-sign", viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" },
    svg("circle", { class: "accessible-fill", cx: 27, cy: 10, r: 6 }),
    svg("path", { class: "accessible-line", d: "M27 20 V37 H43 L50 54" }),
    svg("path", { class: "accessible-line", d: "M29 27 H41" }),
    svg("path", { class: "accessible-line", d: "M20 30 A15 15 0 1 0 41 48" }),
  );
}
