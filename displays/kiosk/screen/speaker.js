// SPDX-License-Identifier: Apache-2.0
// Reads the screen aloud to whoever asks: with the hall's own voice where one sounds at this kiosk, else with a voice of this machine,
// so that nothing leaves the hall. Without either there is no such button.

import { awake } from "/shared/chime.js";
import { language } from "/shared/words.js";
import { kiosk } from "./visit.js";

const TONGUES = { "zh-Hans": ["zh-cn", "cmn", "zh"], "zh-Hant": ["zh-tw", "zh-hk", "yue", "zh"], en: ["en"] };
const READ = "h1, h2, p, dt, dd, li, button";
// As long as the hall takes at once.
const LONGEST = 500;
const RATE = 0.9;

// A reading holds the screen no longer than this.
const HOLDS_MS = 60000;
// An agent that is gone is reported lost only after a while; until then nothing would be heard.
const SILENT_MS = 4000;

// began: whether it reads to whoever comes; since: when the last reading was asked for; hall: the hall's voice sounds here; asked: how many readings were asked of it; heard: the last that sounded; mute: nothing can read now; source: what sounds now.
const state = { on: false, began: false, since: 0, hall: false, asked: 0, heard: 0, mute: false, source: null };

function ownVoice() {
  const all = window.speechSynthesis ? window.speechSynthesis.getVoices().filter((it) => it.localService) : [];
  const tagged = (tag) => all.find((it) => it.lang.toLowerCase().replace("_", "-").startsWith(tag));
  return TONGUES[language()].map(tagged).find(Boolean) || null;
}

/** What the button of the voice shows and does: `{offered, on, mute, press}`; `part()` is what is on the screen now. */
export function speaker(part, changed) {
  const press = () => {
    Object.assign(state, { on: !state.on, mute: false });
    hush();
    changed();
    readAloud(part());
  };
  return { offered: state.hall || ownVoice() !== null, on: state.on, mute: state.mute, press };
}

/** Take whether the hall's voice sounds at this kiosk. */
export function followVoice(device) {
  state.hall = device.voice;
}

/** Begin as this kiosk begins with each visitor: reading, or still. */
export function startReading(on) {
  Object.assign(state, { on: Boolean(on), began: Boolean(on), mute: false });
  hush();
}

/** Whether this visitor turned the voice on, or off. */
export function changedVoice() {
  return state.on !== state.began;
}

/** Whether somebody is being read to: for so long the screen stays. */
export function isReading() {
  const sounds = state.source !== null || Boolean(window.speechSynthesis && window.speechSynthesis.speaking);
  return sounds && performance.now() - state.since < HOLDS_MS;
}

/** Voices of a machine are known only a moment after the page: `changed()` is called then. */
export function whenVoices(changed) {
  if (window.speechSynthesis) window.speechSynthesis.addEventListener("voiceschanged", changed);
}

/** Read a part of the screen, or the one button that a key has reached, in place of what was being read. */
export function readAloud(part) {
  if (!state.on) return;
  hush();
  const text = sentences(part).join("。").slice(0, LONGEST);
  if (!text) return;
  state.since = performance.now();
  if (state.hall) askHall(text, state.asked);
  else if (ownVoice()) readHere(text);
}

function askHall(text, nth) {
  kiosk.line.tell({ aloud: text, language: language(), nth });
  setTimeout(() => nth === state.asked && nth !== state.heard && state.on && readInstead(text), SILENT_MS);
}

/** The hall's voice has not come, and is not waited for any more. */
function readInstead(text) {
  hush();
  if (ownVoice()) readHere(text);
  else kiosk.draw(Object.assign(state, { mute: true }));
}

function readHere(text) {
  // Chromium stops in the middle of a long text; shorter pieces follow one another.
  for (const piece of text.split("。")) {
    const said = new SpeechSynthesisUtterance(piece);
    said.voice = ownVoice();
    said.lang = said.voice.lang;
    said.rate = RATE;
    window.speechSynthesis.speak(said);
  }
}

/** Play what the hall's voice made of the last reading; of an earlier one nothing is heard, but its end is told: the next waits for it. */
export async function playReading({ job, url }) {
  const nth = Number(job.split("/")[2]);
  const isLast = () => nth === state.asked && state.on;
  const problem = isLast() ? await play(url, isLast).catch(() => "broken") : "";
  kiosk.line.tell({ played: job, problem });
}

async function play(url, isLast) {
  const context = await awake();
  if (!context) return "muted";
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${kiosk.key}` }, cache: "no-store" });
  if (!answer.ok) return "broken";
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await answer.arrayBuffer());
  source.connect(context.destination);
  // The screen may have become another while the sound was on its way.
  if (!isLast()) return "";
  Object.assign(state, { source, heard: state.asked, mute: false });
  return new Promise((done) => {
    source.onended = () => {
      if (state.source === source) state.source = null;
      done("");
    };
    source.start();
  });
}

function hush() {
  state.asked += 1;
  if (state.source) state.source.stop();
  state.source = null;
  if (window.speechSynthesis) window.speechSynthesis.cancel();
}

/** What a part of the screen says, in the order of the page, each text once. */
export function sentences(part) {
  const nodes = part.matches(READ) ? [part] : Array.from(part.querySelectorAll(READ));
  const isSeen = (node) => node.offsetParent !== null && !node.matches(".key") && !(node.parentElement && node.parentElement.closest("button, li"));
  return nodes.filter(isSeen).map(spoken).filter(Boolean);
}

function spoken(node) {
  if (node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
  const parts = Array.from(node.querySelectorAll("span:not([aria-hidden])")).filter((it) => it.children.length === 0);
  return (parts.length > 1 ? parts.map((it) => it.textContent.trim()).filter(Boolean).join("，") : node.textContent).trim();
}
