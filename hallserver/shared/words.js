// SPDX-License-Identifier: Apache-2.0
// Everything people read, in their language. Simplified Chinese is the default and the fall-back.

const KEPT = "hall.language";
const DEFAULT = "zh-Hans";
const tables = new Map();
// A blank beside a place stands only between Chinese and what is not Chinese: 等候 5 人, but 等候不到 1 人.
const HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef";
const EDGE = "\u0001";
const TIGHT = new RegExp(`([${HAN}]) (?=${EDGE}[${HAN}])|([${HAN}]${EDGE}) (?=[${HAN}])`, "g");
let current = DEFAULT;
let mark = "";

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
  if (!tables.has(chosen)) tables.set(chosen, await fetched(chosen));
  current = chosen;
  document.documentElement.lang = chosen === "yue" ? "zh-Hans" : chosen;
}

async function fetched(tag) {
  const areas = document.documentElement.dataset.words;
  const answer = await fetch(`/words/${encodeURIComponent(tag)}.json${areas ? `?areas=${areas}` : ""}`);
  if (!answer.ok) throw new Error(`words ${tag}: ${answer.status}`);
  mark = answer.headers.get("Words-Mark") || "";
  return answer.json();
}

/** Load the sentences anew where the hall says some of them otherwise than this page; the page hears `hall-language` and redraws. */
export async function followWords(now) {
  if (now === mark) return;
  const fresh = await fetched(current);
  mark = now;
  tables.clear();
  tables.set(current, fresh);
  document.dispatchEvent(new Event("hall-language"));
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
  const put = (whole, name) => (args && name in args ? `${EDGE}${args[name]}${EDGE}` : whole);
  return sentence.replace(/\{(\w+)\}/g, put).replace(TIGHT, "$1$2").split(EDGE).join("");
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
