// SPDX-License-Identifier: Apache-2.0
// The kiosk by keys alone: arrows go to the nearest button in that direction, Enter and Space press it, Escape goes back.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// What lies aside is further away than what lies ahead.
const ASIDE = 2;

const state = { keys: false };

/** Listen for keys; `back()` is what Escape does. */
export function followKeys(back) {
  document.addEventListener("pointerdown", () => (state.keys = false), true);
  document.addEventListener("keydown", (event) => {
    state.keys = true;
    if (event.key === "Escape") back();
    const way = WAYS[event.key];
    if (!way || (event.target instanceof HTMLInputElement && way[0])) return;
    event.preventDefault();
    const next = nearest(document.activeElement, way);
    if (next) next.focus();
  });
}

/** Whether keys were used last, and no finger. */
export function byKeys() {
  return state.keys;
}

/** Bring whoever uses keys to the first button of a part of the screen; a finger needs no such place. */
export function land(part) {
  if (!state.keys) return;
  const first = reachable(part).find((node) => !node.classList.contains("back"));
  if (first) first.focus();
}

function reachable(part) {
  return Array.from(part.querySelectorAll("button, input")).filter((node) => !node.disabled && node.offsetParent !== null);
}

function nearest(from, way) {
  const all = reachable(document.body);
  if (!all.includes(from)) return all[0];
  const here = middle(from);
  let best = null;
  let least = Infinity;
  for (const node of all) {
    const there = middle(node);
    const by = [there[0] - here[0], there[1] - here[1]];
    const ahead = by[0] * way[0] + by[1] * way[1];
    const aside = Math.abs(by[0] * way[1]) + Math.abs(by[1] * way[0]);
    const far = ahead + ASIDE * aside;
    if (ahead > 1 && far < least) {
      least = far;
      best = node;
    }
  }
  return best;
}

function middle(node) {
  const it = node.getBoundingClientRect();
  return [it.left + it.width / 2, it.top + it.height / 2];
}
