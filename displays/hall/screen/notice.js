// SPDX-License-Identifier: Apache-2.0
// What the staff typed: shown above the calls for a while. An urgent one stays in front until it ends or another urgent one comes.
// An evacuation takes the whole screen, with what the staff typed to it.

import { byId, el, put, show, svg } from "/shared/dom.js";
import { also, secondLanguage } from "/shared/second.js";
import { language, say } from "/shared/words.js";

const SHORT = 24;
const MIDDLE = 70;
const LONG = 140;
const EVACUATION = "evacuation";
let drawn = "";

/** Show the notice that counts now (server time in µs), if there is one; while the hall is suspended that stands there. */
export function drawNotice(view, now_us) {
  const current = view.notices.filter((notice) => now_us < notice.until_us);
  const standing = view.standing;
  const suspended = standing ? { id: `standing ${standing["zh-Hans"]}`, text: standing, urgent: true } : null;
  const urgent = current.find((it) => it.urgent);
  const notice = urgent || suspended || current[0] || null;
  const all = view.hall.suspended === EVACUATION;
  const id = `${notice ? notice.id : ""} ${all} ${language()}`;
  if (id === drawn) return;
  drawn = id;
  drawFull(all, standing, urgent);
  drawBand(notice);
}

function drawBand(notice) {
  const box = byId("notice");
  show(box, Boolean(notice));
  const texts = notice ? linesOf(notice.text) : [];
  const length = texts.join("").length;
  document.body.classList.toggle("noticed", Boolean(notice));
  document.body.classList.toggle("urgent", Boolean(notice && notice.urgent));
  document.body.classList.toggle("wordy", length > LONG);
  // There is another room for calls now.
  window.dispatchEvent(new Event("resize"));
  if (!notice) return;
  box.classList.toggle("urgent", notice.urgent);
  box.dataset.size = length <= SHORT ? "short" : length <= MIDDLE ? "middle" : length <= LONG ? "long" : "huge";
  put(box, notice.urgent ? warning() : null, el("div", { class: "notice-text" }, texts.map((line) => el("p", {}, line))));
}

function drawFull(all, standing, urgent) {
  const box = byId("full");
  show(box, all);
  if (!all) return;
  const texts = linesOf(urgent ? urgent.text : standing);
  put(
    box,
    el("div", { class: "full-sign" }, running()),
    el("h1", {}, say("hall.evacuation"), el("span", { lang: secondLanguage() }, also("hall.evacuation"))),
    el("p", { class: "full-now" }, say("hall.evacuation-now"), el("span", { lang: secondLanguage() }, also("hall.evacuation-now"))),
    el("div", { class: "full-text", data: { size: texts.join("").length > MIDDLE ? "long" : "short" } }, texts.map((line) => el("p", {}, line))),
  );
}

/** The sentence in the screen's language, and in English below; in an English screen in Chinese below. */
function linesOf(text) {
  const chinese = text[language()] || text["zh-Hans"] || text.yue;
  if (language() === "en") return [text.en, text["zh-Hans"]].filter(Boolean);
  return [chinese, text.en].filter(Boolean);
}

function warning() {
  return svg(
    "svg",
    { class: "warning", viewBox: "0 0 64 64", "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "warning-ground", d: "M32 5 L61 57 H3 Z" }),
    svg("path", { class: "warning-line", d: "M32 23 V40" }),
    svg("circle", { class: "warning-dot", cx: 32, cy: 48.5, r: 3.2 }),
  );
}

/** Somebody who runs to a door, as on the signs of emergency exits (ISO 7010 E001), drawn by us. */
function running() {
  return svg(
    "svg",
    { class: "running", viewBox: "0 0 160 100", "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "running-door", d: "M98 6 H150 V94 H98 Z" }),
    svg("circle", { class: "running-fill", cx: 82, cy: 16, r: 9 }),
    svg("path", { class: "running-line", d: "M76 32 L60 58 L78 68 L70 92 M60 58 L44 74 L24 74 M76 32 L96 42 L106 34 M76 32 L54 34 L44 48" }),
    svg("path", { class: "running-arrow", d: "M4 50 H26 M18 41 L28 50 L18 59" }),
  );
}
