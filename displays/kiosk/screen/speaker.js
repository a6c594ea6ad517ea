// SPDX-License-Identifier: Apache-2.0
// Reads the screen aloud to whoever asks: with a voice of this machine, so that nothing leaves it. Without one there is no such button.

import { language } from "/shared/words.js";

const TONGUES = { "zh-Hans": ["zh-cn", "cmn", "zh"], "zh-Hant": ["zh-tw", "zh-hk", "yue", "zh"], en: ["en"] };
const READ = "h1, h2, p, dt, dd, li, button, .readable";
// Chromium stops in the middle of a long text; shorter pieces follow one another.
const PIECE = 120;
const RATE = 0.9;

const state = { on: false };

function voice() {
  const all = window.speechSynthesis ? window.speechSynthesis.getVoices().filter((it) => it.localService) : [];
  const tagged = (tag) => all.find((it) => it.lang.toLowerCase().replace("_", "-").startsWith(tag));
  return TONGUES[language()].map(tagged).find(Boolean) || null;
}

/** What the button of the voice shows and does: `{offered, on, press}`; `part()` is what is on the screen now. */
export function speaker(part, changed) {
  const press = () => {
    state.on = !state.on;
    hush();
    changed();
    if (state.on) readAloud(part());
  };
  return { offered: voice() !== null, on: state.on, press };
}

/** Begin as this kiosk begins with each visitor: reading, or still. */
export function startReading(on) {
  state.on = on && voice() !== null;
  hush();
}

/** Voices of a machine are known only a moment after the page: `changed()` is called then. */
export function whenVoices(changed) {
  if (window.speechSynthesis) window.speechSynthesis.addEventListener("voiceschanged", changed);
}

/** Whether the voice is on. */
export function reading() {
  return state.on;
}

/** Read a part of the screen, or the one button that a key has reached, in place of what was being read. */
export function readAloud(part) {
  if (!state.on) return;
  hush();
  for (const piece of pieces(sentences(part))) {
    const said = new SpeechSynthesisUtterance(piece);
    said.voice = voice();
    said.lang = said.voice ? said.voice.lang : language();
    said.rate = RATE;
    window.speechSynthesis.speak(said);
  }
}

function hush() {
  if (window.speechSynthesis) window.speechSynthesis.cancel();
}

/** What a part of the screen says, in the order of the page, each text once. */
export function sentences(part) {
  const nodes = part.matches(READ) ? [part] : Array.from(part.querySelectorAll(READ));
  const seen = nodes.filter((node) => node.offsetParent !== null && !node.matches(".key") && !(node.parentElement && node.parentElement.closest("button")));
  return seen.map(spoken).filter(Boolean);
}

function spoken(node) {
  if (node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
  const parts = Array.from(node.querySelectorAll("span:not([aria-hidden])")).filter((it) => it.children.length === 0);
  return (parts.length > 1 ? parts.map((it) => it.textContent.trim()).filter(Boolean).join("，") : node.textContent).trim();
}

function pieces(all) {
  const out = [];
  for (const sentence of all) {
    const last = out.length - 1;
    if (last >= 0 && out[last].length + sentence.length < PIECE) out[last] += `。${sentence}`;
    else out.push(sentence);
  }
  return out;
}
