// SPDX-License-Identifier: Apache-2.0
// Sentences that this hall says otherwise: searched by their words or key, with what is said without it beside, gaps checked.

import { el, put, text } from "/shared/dom.js";
import { say } from "/shared/words.js";

const LANGUAGES = [["zh-Hans", "简体"], ["zh-Hant", "繁體"], ["en", "English"]];
const MOST = 30;
let shipped = null;

/** Key → language → the sentence as it is without the hall's own. */
async function known() {
  if (!shipped) {
    const tables = await Promise.all(LANGUAGES.map(async ([tag]) => [tag, await (await fetch(`/words/${tag}.json`)).json()]));
    shipped = {};
    for (const [tag, table] of tables) for (const key of Object.keys(table)) (shipped[key] = shipped[key] || {})[tag] = table[key];
  }
  return shipped;
}

/** The gaps `{name}` of a sentence, sorted. */
export function gapsOf(sentence) {
  return (sentence.match(/\{\w+\}/g) || []).sort();
}

/** Gaps that an own sentence has and the usual one has not: they would be shown as they stand. */
export function strangeGaps(own, usual) {
  const able = new Set(gapsOf(usual));
  return gapsOf(own).filter((gap) => !able.has(gap));
}

function matches(key, sentences, wanted) {
  return key.includes(wanted) || Object.values(sentences).some((sentence) => sentence.toLowerCase().includes(wanted));
}

/** The editor. Without a search the sentences that are said otherwise are shown. */
export function sentences({ value, set, label }) {
  const own = JSON.parse(JSON.stringify(value));
  const list = el("div", { class: "sentences" });
  const count = el("p", { class: "quiet", role: "status" });
  const find = el("input", { class: "input", type: "search", placeholder: say("setup.sentences-find"), "aria-label": say("setup.sentences-find") });
  const changed = () => set(JSON.parse(JSON.stringify(own)));
  const draw = async () => {
    const all = await known();
    const wanted = find.value.trim().toLowerCase();
    const keys = wanted ? Object.keys(all).filter((key) => matches(key, all[key], wanted)) : Object.keys(own);
    text(count, wanted ? say("setup.sentences-found", { n: keys.length, shown: Math.min(keys.length, MOST) }) : say("setup.sentences-own", { n: keys.length }));
    put(list, keys.slice(0, MOST).map((key) => entry(key, all[key] || {}, own, changed)));
  };
  find.addEventListener("input", draw);
  draw();
  return el("div", { "aria-label": label }, find, count, list);
}

function entry(key, usual, own, changed) {
  const box = ([tag, name]) => {
    const said = usual[tag] || usual["zh-Hans"] || "";
    const problem = el("p", { class: "form-problem", role: "alert" });
    const area = el("textarea", { class: "input", rows: 1, maxlength: 400, placeholder: said, "aria-label": `${name} ${key}` });
    area.value = (own[key] || {})[tag] || "";
    const check = () => {
      const strange = strangeGaps(area.value, said);
      area.classList.toggle("wrong", strange.length > 0);
      text(problem, strange.length ? say("setup.sentences-gap", { gaps: strange.join(" "), able: gapsOf(said).join(" ") || say("setup.nothing") }) : "");
    };
    area.addEventListener("input", () => {
      const mine = Object.assign({}, own[key]);
      if (area.value.trim()) mine[tag] = area.value.trim();
      else delete mine[tag];
      if (Object.keys(mine).length) own[key] = mine;
      else delete own[key];
      check();
      changed();
    });
    check();
    return el("div", { class: "sentence-line" }, el("span", {}, name), el("div", {}, el("p", { class: "quiet" }, said), area, problem));
  };
  return el("section", { class: "sentence" }, el("code", {}, key), LANGUAGES.map(box));
}
