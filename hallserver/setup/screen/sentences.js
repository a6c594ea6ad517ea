// SPDX-License-Identifier: Apache-2.0
// Sentences that this hall or its district says otherwise: searched by their words or key, with what the others say beside, and which
// of them is in force; gaps checked.

import { ask } from "./access.js";
import { el, put, text } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

const LANGUAGES = [["zh-Hans", "简体"], ["zh-Hant", "繁體"], ["en", "English"], ["yue", "粵語"]];
const MOST = 30;
const listed = new Map();

/** Sentences `{key, gaps, shipped, district, hall}` of these areas, "" for all: there are thousands, so only what is looked at is fetched. */
async function known(areas) {
  if (!listed.has(areas)) listed.set(areas, await ask("GET", areas ? `/api/v1/sentences?areas=${areas}` : "/api/v1/sentences"));
  return listed.get(areas);
}

/** Fetch anew what the district says: its standard has changed. */
export function forgetSentences() {
  listed.clear();
}

function areasOf(own) {
  return Array.from(new Set(Object.keys(own).map((key) => key.split(".")[0]))).sort().join(",");
}

/** Gaps that an own sentence has and the usual one has not: they would be shown as they stand. */
export function strangeGaps(own, able) {
  return (own.match(/\{\w+\}/g) || []).filter((gap) => !able.includes(gap.slice(1, -1)));
}

function matches(entry, wanted) {
  const said = [entry.shipped, entry.district, entry.hall].map((one) => Object.values(one || {}).join("\n")).join("\n");
  return entry.key.includes(wanted) || said.toLowerCase().includes(wanted);
}

/** The editor. by: who says these, "hall" or "district". Without a search the sentences that are said otherwise are shown. */
export function sentences({ value, set, label, by = "hall" }) {
  const own = JSON.parse(JSON.stringify(value));
  const list = el("div", { class: "sentences" });
  const count = el("p", { class: "quiet", role: "status" });
  const find = el("input", { class: "input", type: "search", placeholder: say("setup.sentences-find"), "aria-label": say("setup.sentences-find") });
  const changed = () => set(JSON.parse(JSON.stringify(own)));
  const draw = async () => {
    const wanted = find.value.trim().toLowerCase();
    const areas = areasOf(own);
    const all = wanted ? await known("") : areas ? await known(areas) : [];
    if (wanted !== find.value.trim().toLowerCase()) return;
    const found = all.filter((entry) => (wanted ? matches(entry, wanted) : entry.key in own));
    text(count, wanted ? say("setup.sentences-found", { n: found.length, shown: Math.min(found.length, MOST) }) : say(by === "hall" ? "setup.sentences-own" : "setup.words-own", { n: found.length }));
    put(list, found.slice(0, MOST).map((entry) => box(entry, own, changed, by)));
  };
  const failed = (problem) => text(count, problemText(problem));
  find.addEventListener("input", () => draw().catch(failed));
  draw().catch(failed);
  return el("div", { class: "wording", role: "group", "aria-label": label }, find, count, list);
}

function box(entry, own, changed, by) {
  const able = entry.gaps || [];
  const tongues = LANGUAGES.filter(([tag]) => tag in entry.shipped);
  const gaps = able.length ? el("p", { class: "quiet" }, say("setup.sentences-able", { gaps: able.map((gap) => `{${gap}}`).join(" ") })) : null;
  return el("section", { class: "sentence" }, el("code", {}, entry.key), gaps, tongues.map((tongue) => line(entry, tongue, own, changed, by)));
}

/** What the hall, its district and the program say in one language, where they say something. */
function layers(entry, tag, own, by) {
  const said = { hall: (entry.hall || {})[tag], district: (entry.district || {})[tag], shipped: entry.shipped[tag] };
  said[by] = (own[entry.key] || {})[tag];
  return said;
}

function line(entry, [tag, name], own, changed, by) {
  const { district, hall } = layers(entry, tag, {}, by);
  const usual = district || entry.shipped[tag];
  const origin = el("span", { class: "mark" });
  const problem = el("p", { class: "form-problem", role: "alert" });
  const area = el("textarea", { class: "input", rows: 1, maxlength: 400, placeholder: usual, "aria-label": `${name} ${entry.key}` });
  area.value = (own[entry.key] || {})[tag] || "";
  const check = () => {
    const said = layers(entry, tag, own, by);
    const from = ["hall", "district", "shipped"].find((one) => said[one]);
    text(origin, say(`setup.sentences-from.${from}`));
    origin.className = from === "shipped" ? "mark" : from === "hall" ? "mark green" : "mark amber";
    const strange = strangeGaps(area.value, entry.gaps || []);
    area.classList.toggle("wrong", strange.length > 0);
    text(problem, strange.length ? say("setup.sentences-gap", { gaps: strange.join(" "), able: (entry.gaps || []).join(" ") || say("setup.nothing") }) : "");
  };
  area.addEventListener("input", () => {
    const mine = Object.assign({}, own[entry.key]);
    if (area.value.trim()) mine[tag] = area.value.trim();
    else delete mine[tag];
    if (Object.keys(mine).length) own[entry.key] = mine;
    else delete own[entry.key];
    check();
    changed();
  });
  check();
  const others = [el("p", { class: "quiet" }, entry.shipped[tag]), district ? el("p", { class: "quiet" }, say("setup.sentences-district", { sentence: district })) : null, hall ? el("p", { class: "quiet" }, say("setup.sentences-hall", { sentence: hall })) : null];
  return el("div", { class: "sentence-line" }, el("span", {}, name), el("div", {}, others, area, origin, problem));
}
