// SPDX-License-Identifier: Apache-2.0
// Everything people read, in their language. Simplified Chinese is the default and the fall-back.

const KEPT = "hall.language";
const DEFAULT = "zh-Hans";
const tables = new Map();
let current = DEFAULT;

try {
  current = localStorage.getItem(KEPT) || DEFAULT;
} catch (error) {
  console.warn("the language is not kept on this device", error);
}

/** Languages that a reader may choose, each by its own name, and in short. */
export const LANGUAGES = [
  ["zh-Hans", "简体", "简"],
  ["zh-Hant", "繁體", "繁"],
  ["en", "English", "EN"],
];

/** Load a language's sentences (once) and make it the current one; of a page that names its areas in `<html data-words>` only those. */
export async function loadWords(wanted) {
  const chosen = wanted || current;
  if (!tables.has(chosen)) {
    const areas = document.documentElement.dataset.words;
    const answer = await fetch(`/words/${encodeURIComponent(chosen)}.json${areas ? `?areas=${areas}` : ""}`);
    if (!answer.ok) throw new Error(`words ${chosen}: ${answer.status}`);
    tables.set(chosen, await answer.json());
  }
  current = chosen;
  document.documentElement.lang = chosen === "yue" ? "zh-Hans" : chosen;
}

/** The current language tag: `zh-Hans`, `en`, `yue`. */
export function language() {
  return current;
}

/** Change the language; `keep: false` for a visitor's choice that ends with the visit. */
export async function setLanguage(wanted, options) {
  await loadWords(wanted);
  if (options && options.keep === false) return;
  try {
    localStorage.setItem(KEPT, wanted);
  } catch (error) {
    console.warn("the language is not kept on this device", error);
  }
}

/** The sentence of a key with its placeholders `{name}` filled; the key itself when there is none. */
export function say(key, args) {
  const sentence = (tables.get(current) || {})[key] || (tables.get(DEFAULT) || {})[key];
  if (sentence === undefined) return key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (args && name in args ? String(args[name]) : whole));
}

/** Whether there is a sentence of this key. */
export function knows(key) {
  return key in (tables.get(current) || {}) || key in (tables.get(DEFAULT) || {});
}

/** What a row of the catalog is called in the current language, from its `names`. */
export function named(names) {
  const all = names || {};
  return all[current] || all[DEFAULT] || "";
}

/** The sentence of a problem that the server answered, or that the way to it is cut. */
export function problemText(problem) {
  if (!problem) return "";
  if (problem.key === "offline") return say("shared.offline");
  // The server wrote the detail in the browser's language, which need not be the one chosen on the screen.
  const own = knows(`error.${problem.key}`) ? say(`error.${problem.key}`) : "";
  if (own && !own.includes("{")) return own;
  return problem.detail || problem.title || say("shared.failed");
}
