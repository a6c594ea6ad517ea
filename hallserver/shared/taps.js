// SPDX-License-Identifier: Apache-2.0
// A finger that taps twice, or trembles, means one tap: its second must not press what the first has brought under it.

const DEAF_MS = 350;
const NEAR_PX = 24;
// The second click on text selects a word, on a label the browser itself clicks the field.
const FIELDS = "input, select, textarea, label, a";

/** From now on a tap that follows another at the same place too soon is not heard. Keys are: they press nothing that moves. */
export function oneTapAtATime() {
  const last = { at: -DEAF_MS, x: 0, y: 0 };
  const clicked = (event) => {
    const isTap = event.isTrusted && event.detail > 0 && !event.target.closest(FIELDS);
    if (!isTap) return;
    const now = performance.now();
    const isNear = Math.abs(event.clientX - last.x) < NEAR_PX && Math.abs(event.clientY - last.y) < NEAR_PX;
    if (isNear && now - last.at < DEAF_MS) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    Object.assign(last, { at: now, x: event.clientX, y: event.clientY });
  };
  document.addEventListener("click", clicked, true);
}
