// SPDX-License-Identifier: Apache-2.0
// A scanner that types like a keyboard: outside a field its characters are no key presses. Otherwise the code of a slip would pause,
// undo or finish, as its letters happen to be keys of the terminal.

import { typing } from "/shared/dialogs.js";

// Scanners type a character every 1 to 20 ms; no two strokes of a person are so near.
const APART_MS = 30;
const HELD_MS = 45;
// A scanner's Enter may come a little later than its characters.
const AFTER_MS = 100;
const FEWEST = 3;
// An input method says "Process" for the key, and the key all the same.
const WRITTEN = /^(?:Key[A-Z]|Digit[0-9]|Numpad[0-9])$/;

/** Hold characters back for as long as they may be the beginning of a scan. scanned(): there was one, and none of it was taken as a key. */
export function holdBack(scanned) {
  const again = new WeakSet();
  let held = [];
  let scanning = false;
  let last_ms = -Infinity;
  let timer = 0;
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const release = () => {
    clearTimeout(timer);
    const given = held;
    held = [];
    for (const event of given) {
      again.add(event);
      (document.activeElement || document.body).dispatchEvent(event);
    }
  };
  const over = () => {
    clearTimeout(timer);
    if (scanning) {
      scanning = false;
      scanned();
    } else release();
  };
  const character = (event, near) => {
    if (!near) over();
    if (event.key === " " && !near) return;
    stop(event);
    last_ms = event.timeStamp;
    if (!scanning) held.push(copy(event));
    if (held.length >= FEWEST) {
      scanning = true;
      held = [];
    }
    clearTimeout(timer);
    timer = setTimeout(over, scanning ? AFTER_MS : HELD_MS);
  };
  const key = (event) => {
    if (again.has(event) || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
    if (typing(event.target) && !scanning) return;
    if (event.key.length === 1 || WRITTEN.test(event.code)) {
      character(event, event.timeStamp - last_ms < APART_MS);
      return;
    }
    if (scanning && /^(?:Enter|Tab)$/.test(event.key)) stop(event);
    over();
  };
  document.addEventListener("keydown", key, true);
}

function copy({ key, code, shiftKey }) {
  return new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
}
