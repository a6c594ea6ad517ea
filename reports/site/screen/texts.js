// SPDX-License-Identifier: Apache-2.0
// Notes, names and photos of a number: fetched when it is looked at, once for each of its steps. They are pushed to nobody.

import { ask } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, problemText, say } from "/shared/words.js";
import { fetchOf, momentText, state } from "./doing.js";
import { thumb } from "./photos.js";

const AGAIN_MS = 10000;
const texts = { key: "", found: null, problem: "", failed_ms: 0, photos: new Map() };

/** What of it a drawing shows. */
export function textsShown() {
  return [texts.key, texts.found, texts.problem, texts.photos.size];
}

/** Fetch what was said of a finding, an action or an entry. */
export async function fetchTexts(it) {
  const key = `${it.no} ${it.steps.length}`;
  const isAgain = texts.problem && performance.now() - texts.failed_ms > AGAIN_MS;
  if ((texts.key === key && !isAgain) || !state.hall.live()) return;
  if (!texts.key.startsWith(`${it.no} `)) {
    texts.found = null;
    texts.photos.clear();
  }
  Object.assign(texts, { key, problem: "" });
  try {
    const found = await (await fetchOf(it.no)).json();
    if (texts.key !== key) return;
    texts.found = found;
    state.draw();
    for (const n of [].concat(...found.steps.map((step) => step.photos))) await fetchPhoto(it.no, n, key);
  } catch (problem) {
    if (texts.key === key) Object.assign(texts, { problem: problemText(problem), failed_ms: performance.now() });
  }
  state.draw();
}

/** One that was erased is not there, which is said in its place. */
async function fetchPhoto(no, n, key) {
  if (texts.photos.has(n)) return;
  let blob = null;
  try {
    blob = await (await fetchOf(`${no}/photos/${n}`)).blob();
  } catch (problem) {
    if (problem.status !== 404) throw problem;
  }
  if (texts.key === key) texts.photos.set(n, blob);
}

/** Every step that was taken. saysText(name, value): what a step says, in words; "" for nothing. */
export function stepLines(it, saysText, kindText = (step) => say(`checks.kind-${step.kind}`)) {
  return [texts.problem ? el("p", { class: "notice red", role: "alert" }, texts.problem) : null, el("ol", { class: "history" }, it.steps.map((step, nth) => line(step, nth, saysText, kindText)))];
}

function line(step, nth, saysText, kindText) {
  const found = texts.found && texts.found.steps[nth];
  const said = Object.keys(step.says).map((name) => saysText(name, step.says[name])).filter(Boolean);
  const absent = () => el("span", { class: "absent quiet" }, say(texts.found ? "site.erased" : state.hall.live() ? "shared.loading" : "site.not-here"));
  const text = (there, value) => (there ? (value ? el("q", {}, value) : absent()) : null);
  return el(
    "li",
    { class: ["overdue", "escalated"].includes(step.kind) ? "bad" : null },
    el("span", { class: "digits" }, momentText(step.at_us)),
    el("span", {}, el("b", {}, kindText(step)), " ", said.join(" · "), text(step.who, found && found.who), text(step.note, found && found.note), found && found.photos.length ? el("span", { class: "photos" }, found.photos.map((n) => photo(n))) : null),
    el("span", { class: "quiet" }, named(step.by) || say("site.by-clock")),
  );
}

function photo(n) {
  if (!texts.photos.has(n)) return el("span", { class: "photo quiet" }, say("shared.loading"));
  const blob = texts.photos.get(n);
  if (!blob) return el("span", { class: "photo quiet" }, say("site.erased"));
  const words = say("site.photo-n", { n });
  return el("button", { class: "photo", type: "button", "aria-label": words, on: { click: () => ask(words, "", () => ({ content: el("div", { class: "photo-large" }, thumb(URL.createObjectURL(blob), words)) }), "shared.close") } }, thumb(URL.createObjectURL(blob), ""));
}
