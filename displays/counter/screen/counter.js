// SPDX-License-Identifier: Apache-2.0
// The display over a counter: its number, whom it serves, or why it does not; and what a deaf visitor and the clerk write to each other.

import { byId, el, keyed, put, show, text } from "/shared/dom.js";
import { accessibleSign } from "/shared/face.js";
import { also, alsoNamed, loadSecond, secondLanguage } from "/shared/second.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { wander } from "/shared/wander.js";
import { knows, loadWords, named, problemText, say } from "/shared/words.js";
import { talkPanel } from "./talk.js";

const TICK_MS = 1000;
const state = { shown: "", view: null };
let line = null;

async function begin() {
  await loadWords();
  await speak();
  document.addEventListener("hall-language", speak);
  text(byId("state"), say("shared.loading"));
  const auth = await deviceAuth("counter");
  const talk = talkPanel(byId("talk"), (message) => line.tell({ talk: message }));
  line = openHall({
    page: "counter",
    of: ofQuery(),
    auth,
    onView: draw,
    onStale: (stale) => show(byId("stale"), stale),
    onRefused: refused,
    onWhisper: (whisper) => whisper.talk !== undefined && talk(whisper.talk),
  });
  setInterval(() => wander(byId("picture"), line.now()), TICK_MS);
}

async function speak() {
  await loadSecond();
  document.title = say("counter.title");
  put(byId("stale"), el("strong", {}, say("counter.stale")), el("span", {}, say("shared.stale-why")));
  for (const node of document.querySelectorAll(".second")) node.lang = secondLanguage();
  if (state.view) draw(state.view);
  document.dispatchEvent(new Event("hall-second"));
}

function draw(view) {
  state.view = view;
  show(byId("side"), view.known);
  document.body.classList.toggle("bilingual", Boolean(alsoNamed(view.hall.names)));
  if (!view.known) {
    drawState({ look: "closed", title: "counter.unknown", number: "", line: "counter.unknown-hint" });
    put(byId("badge"));
    return;
  }
  document.body.dataset.number = view.number_at;
  text(byId("number"), view.counter.number);
  byId("number").dataset.length = String(view.counter.number).length;
  put(byId("word"), el("span", {}, say("counter.word")), el("span", { class: "second", lang: secondLanguage() }, also("counter.word")));
  put(byId("sign"), view.counter.accessible ? [accessibleSign(), el("span", {}, say("counter.accessible"))] : null);
  text(byId("badge"), view.badge ? say("counter.badge", { badge: view.badge }) : "");
  keyed(byId("queues"), view.counter.queues, (row) => row.letter, () => el("li", {}), drawQueue);
  byId("queues").dataset.count = view.counter.queues.length;
  show(byId("foot"), Boolean(view.badge) || view.counter.queues.length > 0);
  document.body.classList.toggle("mute", !view.loud);
  drawState(lookOf(view));
}

function drawQueue(node, row) {
  put(node, el("span", { class: "letter digits" }, row.letter), el("span", {}, named(row.names)));
}

/** How the counter looks now: `look` picks the colours, never the only sign of the state; title and line are keys. */
function lookOf(view) {
  // Who was called must not come now: the number stands, and beside it that nobody is called.
  if (view.hall.suspended) return { look: "paused", title: "suspension.title", number: view.ticket ? view.ticket.label : "", line: "suspension.short" };
  if (view.ticket) {
    const called = view.ticket.state === "called";
    return {
      look: view.ticket.state,
      title: called ? "counter.called" : "counter.serving",
      number: view.ticket.label,
      line: called ? "counter.come" : "",
      again: `${view.ticket.label}.${view.ticket.call}`,
    };
  }
  if (view.state === "paused") {
    const why = `pause.${view.reason}`;
    return { look: "paused", title: "counter.paused", number: "", line: knows(why) ? why : "pause.other" };
  }
  if (view.state === "open") return { look: "open", title: "counter.free", number: "", line: "counter.free-hint" };
  return { look: "closed", title: "counter.closed", number: "", line: "counter.closed-hint" };
}

function drawState(look) {
  document.body.dataset.state = look.look;
  text(byId("state"), say(look.title));
  text(byId("state-second"), also(look.title));
  text(byId("ticket"), look.number);
  byId("ticket").dataset.length = look.number.length;
  show(byId("ticket"), Boolean(look.number));
  text(byId("line"), look.line ? say(look.line) : "");
  text(byId("line-second"), look.line ? also(look.line) : "");
  if (look.look === "called" && look.again !== state.shown) beat();
  state.shown = look.again || "";
}

function beat() {
  const box = byId("body");
  box.classList.remove("fresh");
  // Reading the size makes the browser start the motion anew for a recall.
  void box.offsetWidth;
  box.classList.add("fresh");
}

function refused(problem) {
  comeBackLater();
  const again = el("button", { class: "button", type: "button", on: { click: () => startOver("counter") } }, say("shared.pair-again"));
  put(byId("stale"), el("strong", {}, say("shared.refused")), el("span", {}, problemText(problem)), again);
  show(byId("stale"), true);
}

begin();
