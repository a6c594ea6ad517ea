// SPDX-License-Identifier: Apache-2.0
// The keyboard on the screen: the letters of pinyin and of English words.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { icon } from "./icons.js";

const USUAL = ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
// Whoever never typed finds a letter by the alphabet.
const ALPHABET = ["ABCDEFGHIJ", "KLMNOPQRS", "TUVWXYZ"];

/** The keys; `typed(letter)` is told each letter in lower case, `erased(all)` that the last is to go, or all of them. */
export function keyboard(alphabetical, typed, erased) {
  const key = (label, name, click, kind) =>
    el("button", { class: `button key ${kind || ""}`, type: "button", data: { letter: name }, "aria-label": kind ? label : null, on: { click } }, kind === "erase" ? icon("erase") : label);
  const letters = (row) => Array.from(row, (letter) => key(letter, letter, () => typed(letter.toLowerCase())));
  const rows = (alphabetical ? ALPHABET : USUAL).map(letters);
  const last = rows[rows.length - 1];
  last.unshift(key(say("kiosk.erase-all"), "clear", () => erased(true), "wide-key"));
  last.push(key(say("kiosk.erase"), "back", () => erased(false), "erase"));
  return el("div", { class: "keyboard", role: "group", "aria-label": say("kiosk.keyboard") }, rows.map((row) => el("div", { class: "key-row" }, row)));
}
