// SPDX-License-Identifier: Apache-2.0
// Which of the three faces is shown: live, the morning briefing, the day in one picture. Two come by themselves at their time;
// whoever chooses one by hand is taken back to live after a while, so that no wall stands on yesterday's news.

export const MODES = ["live", "briefing", "picture"];
const BY_HAND_MS = 300000;
const state = { mode: "live", chosen: "", chosenMs: 0, left: "" };

/** The face that is due by the hall's time; "" for none but live. */
function due(times, now_us) {
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

/** The face to show now. */
export function current(times, now_us) {
  const by = due(times, now_us);
  if (state.left && state.left !== by) state.left = "";
  if (state.chosen === "live" && by) state.left = by;
  const over = state.chosen === "live" || performance.now() - state.chosenMs > BY_HAND_MS;
  if (state.chosen && over) state.chosen = "";
  state.mode = state.chosen || (by && by !== state.left ? by : "live");
  return state.mode;
}
