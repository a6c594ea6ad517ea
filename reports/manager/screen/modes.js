// SPDX-License-Identifier: Apache-2.0
// Which of the three faces is shown: live, the morning briefing, the day in one picture. Two come by themselves at their time,
// unless somebody is at work at the screen; whoever chooses one by hand is taken back to live after a while, so that no wall
// stands on yesterday's news.

export const MODES = ["live", "briefing", "picture"];
const BY_HAND_MS = 300000;
const AT_WORK_MS = 60000;
const state = { chosen: "", chosenMs: 0, left: "", shown: "", touchedMs: performance.now() };

for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => (state.touchedMs = performance.now()), true);

/** The face that is due by the hall's time; "" for none but live. */
export function due(times, now_us) {
  for (const mode of ["briefing", "picture"]) {
    const span = times[mode];
    if (span && span[0] <= now_us && now_us < span[1]) return mode;
  }
  return "";
}

/** Choose a face by hand; leaving one that came by itself is kept until its time is over. */
export function choose(mode) {
  state.chosen = mode;
  state.chosenMs = performance.now();
}

/** The face to show now; `wall`: nobody is ever at work there. */
export function current(times, now_us, wall) {
  const by = due(times, now_us);
  if (state.left && state.left !== by) state.left = "";
  if (state.chosen === "live") {
    state.left = by;
    state.chosen = "";
  }
  if (state.chosen && performance.now() - state.chosenMs > BY_HAND_MS) state.chosen = "";
  if (state.chosen) return state.chosen;
  const free = wall || state.shown === by || performance.now() - state.touchedMs > AT_WORK_MS;
  state.shown = by && by !== state.left && free ? by : "";
  return state.shown || "live";
}
