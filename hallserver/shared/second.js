// SPDX-License-Identifier: Apache-2.0
// The second language of a public display: what stands small below the first where the hall has its name in both.

import { language } from "./words.js";

let second = "";
let table = {};

/** Load the sentences of the second language, of the page's own areas. A display without them shows one language. */
export async function loadSecond() {
  second = language() === "en" ? "zh-Hans" : "en";
  const areas = document.documentElement.dataset.words;
  try {
    const answer = await fetch(`/words/${second}.json${areas ? `?areas=${areas}` : ""}`);
    if (answer.ok) table = await answer.json();
  } catch (error) {
    console.warn("no second language", error);
  }
}

/** The tag of the second language, for `lang`. */
export function secondLanguage() {
  return second;
}

/** The sentence of a key in the second language; "" when there is none. */
export function also(key, args) {
  const sentence = table[key] || "";
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (args && name in args ? String(args[name]) : whole));
}

/** What a row is called in the second language; "" when it has no name there. */
export function alsoNamed(names) {
  return (names && names[second]) || "";
}
