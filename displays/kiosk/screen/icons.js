// SPDX-License-Identifier: Apache-2.0
// Drawn signs of the kiosk's buttons, as decoration: the word below says the same.

import { svg } from "/shared/dom.js";

const LINES = {
  search: ["M27 10 A17 17 0 1 1 26.9 10", "M39 39 L55 55"],
  themes: ["M9 9 H28 V28 H9 Z", "M36 9 H55 V28 H36 Z", "M9 36 H28 V55 H9 Z", "M36 36 H55 V55 H36 Z"],
  papers: ["M16 6 H40 L50 16 V58 H16 Z", "M24 26 H42", "M24 36 H42", "M24 46 H36"],
  wishes: ["M32 55 L11 34 A12 12 0 0 1 32 19 A12 12 0 0 1 53 34 Z"],
  have: ["M8 16 H56 V26 A6 6 0 0 0 56 38 V48 H8 V38 A6 6 0 0 0 8 26 Z", "M24 26 H40", "M24 38 H40"],
  map: ["M8 14 L24 8 L40 14 L56 8 V50 L40 56 L24 50 L8 56 Z", "M24 8 V50", "M40 14 V56"],
  more: ["M12 32 H12.1", "M32 32 H32.1", "M52 32 H52.1"],
  elder: ["M6 52 L22 12 L38 52", "M11 40 H33", "M42 52 L50 32 L58 52", "M45 45 H55"],
  speaker: ["M8 24 H18 L32 12 V52 L18 40 H8 Z", "M40 24 A12 12 0 0 1 40 40", "M46 15 A24 24 0 0 1 46 49"],
  home: ["M8 32 L32 10 L56 32", "M15 28 V54 H49 V28"],
  erase: ["M22 14 H56 V50 H22 L8 32 Z", "M32 25 L46 39", "M46 25 L32 39"],
};

/** A line drawing for one of the names above. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" }, LINES[name].map((d) => svg("path", { d })));
}
