// SPDX-License-Identifier: Apache-2.0
// What the district says otherwise than the program: the sentences of the standard, edited here and put into its text.

import { askWith } from "./access.js";
import { copyOf } from "./rows.js";
import { forgetSentences, sentences } from "./sentences.js";
import { el, put, text } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

/** What is being changed: of which sentences in force, how they are now, and whether these were just adopted; follow() tells it on the panel as it is drawn now. */
const kept = { base: "", words: null, done: false, follow: null };

function edited(now) {
  const base = JSON.stringify(now);
  if (kept.base !== base || !kept.words) {
    if (kept.base !== base) forgetSentences();
    Object.assign(kept, { base, words: copyOf(now) });
  }
  return kept.words;
}

/** Draw the panel. words: `now`, the sentences in force, and `open`, whether a day is: then no standard can be adopted. */
export function wordsPanel(words) {
  const note = el("p", { class: "sheet-message", role: "alert", hidden: true });
  const body = el("div", { class: "sheet-body" });
  const adopt = el("button", { class: "button main slim", type: "button" }, say("setup.theme-adopt"));
  const reset = el("button", { class: "button slim", type: "button" }, say("setup.theme-reset"));
  const tell = (sentence, good) => {
    text(note, sentence);
    note.hidden = !sentence;
    note.className = good ? "sheet-message good" : "sheet-message";
  };
  const follow = () => {
    const same = JSON.stringify(edited(words.now)) === kept.base;
    adopt.disabled = same || words.open;
    reset.disabled = same;
    if (kept.done) tell(say("setup.words-adopted"), true);
    else tell(words.open ? say("setup.words-open-day") : "");
  };
  const set = (own) => {
    Object.assign(kept, { words: own, done: false });
    follow();
  };
  const draw = () => {
    put(body, sentences({ value: edited(words.now), set, label: say("setup.section.words"), by: "district" }));
    follow();
  };
  adopt.addEventListener("click", async () => {
    try {
      const { text: standard } = await askWith("/api/v1/setup/words", { words: edited(words.now) });
      await askWith("/api/v1/commands/adopt-standard", { text: standard });
      kept.done = true;
      kept.follow();
    } catch (problem) {
      tell(problemText(problem));
    }
  });
  reset.addEventListener("click", () => {
    kept.words = null;
    draw();
  });
  kept.follow = follow;
  draw();
  return [el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say("setup.section.words")), el("p", { class: "quiet" }, say("setup.hint.words"))), reset, adopt), note, body];
}
