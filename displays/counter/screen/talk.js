// SPDX-License-Identifier: Apache-2.0
// What the clerk writes, large; and below it, on a display that can be touched, a pad to write on and four answers to press.

import { el, put, show, text } from "/shared/dom.js";
import { also, secondLanguage } from "/shared/second.js";
import { say } from "/shared/words.js";
import { writingPad } from "./pad.js";

const REPLIES = ["yes", "no", "again", "write"];
// Characters up to which a sentence is drawn in this size; a Latin letter is half of one.
const SIZES = [[10, "short"], [24, "middle"], [60, "long"], [Infinity, "huge"]];
const LATIN = /[\u0000-\u024f]/g;

/** Draw talks in `box`; tell(message) says something to the clerk. → `saw(talk)`, null: it is over. */
export function talkPanel(box, tell) {
  let parts = null;
  let last = null;

  function open() {
    const touch = canTouch();
    const sentence = el("p", { class: "talk-sentence" });
    const second = el("p", { class: "talk-second" });
    const mine = el("p", { class: "talk-mine" });
    const pad = touch ? writingPad((stroke) => tell({ stroke }), () => tell({ wipe: true })) : null;
    const replies = REPLIES.map((code) => el("button", { class: "talk-reply", type: "button", data: { reply: code }, on: { click: () => tell({ reply: code }) } }, el("span", {}, say(`talk.reply-${code}`)), el("span", { class: "second", lang: secondLanguage() }, also(`talk.reply-${code}`))));
    put(box, el("div", { class: "talk-said" }, sentence, second, mine), pad && el("div", { class: "talk-answers" }, pad.node, el("div", { class: "talk-replies" }, replies)));
    parts = { sentence, second, mine, pad };
    box.classList.toggle("deaf", !touch);
    if (touch) tell({ touch: true });
  }

  function saw(talk) {
    last = talk;
    document.body.classList.toggle("talking", talk !== null);
    show(box, talk !== null);
    if (talk === null) {
      // Nothing of it is left in the page.
      put(box);
      parts = null;
      return;
    }
    if (!parts) open();
    said(parts, talk);
    if (parts.pad) parts.pad.follow(talk.ink, talk.wipes);
  }

  // In another language the pad and the answers are made anew.
  document.addEventListener("hall-second", () => {
    parts = null;
    if (last) saw(last);
  });
  return saw;
}

function said({ sentence, second, mine }, talk) {
  const clerk = talk.lines.filter((line) => line.by === "clerk").pop() || { by: "clerk", code: "" };
  const words = clerk.text || say(clerk.code ? `talk.say-${clerk.code}` : "talk.begun");
  text(sentence, words);
  sentence.dataset.size = SIZES.find(([most]) => width(words) <= most)[1];
  text(second, clerk.text ? "" : also(clerk.code ? `talk.say-${clerk.code}` : "talk.begun"));
  second.lang = secondLanguage();
  const last = talk.lines[talk.lines.length - 1];
  text(mine, last && last.by === "visitor" ? say("talk.you", { text: say(`talk.reply-${last.code}`) }) : "");
}

function width(words) {
  return words.length - (words.match(LATIN) || []).length / 2;
}

/** Whether a finger can do anything here; `?touch=1` says so where the browser does not know. */
function canTouch() {
  return navigator.maxTouchPoints > 0 || window.matchMedia("(any-pointer: coarse)").matches || new URLSearchParams(location.search).has("touch");
}
