// SPDX-License-Identifier: Apache-2.0
// What a learner sees below the screen of a practice hall: what the visitor in front says, and the lessons to tick off.
// A hall that is none of practice serves no frame, and then nothing here happens.

import { el, put } from "./dom.js";
import { problemText, say } from "./words.js";

const LOOK_MS = 400;
const PAGES = ["clerk"];

/** Whether this screen belongs to a practice hall: its style says so, the same that draws the frame. */
export function inPractice() {
  return getComputedStyle(document.documentElement).getPropertyValue("--practice").trim() !== "";
}

/** keyOf(command): the key of an act on this screen. Show a learner how far the lessons are, on the terminal of a clerk in a practice hall; elsewhere do nothing. */
export function learn({ page, token, keyOf }) {
  if (!inPractice() || !PAGES.includes(page)) return;
  const panel = el("aside", { class: "practice", id: "practice", "aria-live": "polite" });
  const state = { told: null, shown: "", open: false, keyOf };
  document.body.append(panel);
  const look = async () => {
    try {
      const answer = await fetch("/api/v1/practice", { headers: { Authorization: `Bearer ${token}` } });
      const content = await answer.json();
      if (!answer.ok) throw content;
      state.told = content;
      draw(panel, state);
    } catch (problem) {
      state.shown = "";
      put(panel, el("p", { class: "practice-now", role: "alert" }, problem.key ? problemText(problem) : say("practice.away")));
    }
    setTimeout(look, LOOK_MS);
  };
  document.addEventListener("hall-language", () => state.told && draw(panel, state));
  look();
}

function draw(panel, state) {
  const { lessons, now } = state.told;
  const shown = JSON.stringify([lessons, now, state.open, document.documentElement.lang]);
  if (shown === state.shown) return;
  state.shown = shown;
  const next = lessons.find((lesson) => !lesson.done);
  panel.classList.toggle("well", !next);
  put(
    panel,
    el("strong", { class: "practice-count" }, say("practice.count", { done: lessons.filter((lesson) => lesson.done).length, all: lessons.length })),
    el("p", { class: "practice-now" }, next ? say(now.key, { label: now.label }) : say("practice.all-done")),
    next ? el("span", { class: "practice-next" }, say("practice.next", { lesson: say(`practice.lesson.${next.name}`) })) : null,
    el("button", { class: "button slim", type: "button", on: { click: (event) => toggle(event, panel, state) } }, say(state.open ? "practice.hide" : "practice.show")),
    state.open ? el("ol", { class: "practice-list", "aria-label": say("practice.title") }, lessons.map((lesson) => row(lesson, state.keyOf))) : null,
  );
}

function toggle(event, panel, state) {
  event.currentTarget.blur();
  state.open = !state.open;
  draw(panel, state);
}

function row(lesson, keyOf) {
  const key = keyOf && lesson.command ? keyOf(lesson.command) : "";
  return el(
    "li",
    { class: lesson.done ? "done" : "", data: { lesson: lesson.name } },
    el("span", { class: "practice-mark" }, lesson.done ? "✓" : "○"),
    el("span", { class: "lesson" }, say(`practice.lesson.${lesson.name}`)),
    key ? el("kbd", {}, key) : null,
  );
}
