// SPDX-License-Identifier: Apache-2.0
// The display over a counter: its number, whom it serves, or why it does not.

import { byId, el, keyed, put, show, text } from "/shared/dom.js";
import { accessibleSign } from "/shared/face.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { knows, loadWords, named, problemText, say } from "/shared/words.js";

const state = { shown: "" };

async function begin() {
  await loadWords();
  document.title = say("counter.title");
  put(byId("stale"), el("strong", {}, say("counter.stale")), el("span", {}, say("shared.stale-why")));
  text(byId("state"), say("shared.loading"));
  const auth = await deviceAuth("counter");
  openHall({
    page: "counter",
    of: ofQuery(),
    auth,
    onView: draw,
    onStale: (stale) => show(byId("stale"), stale),
    onRefused: refused,
  });
}

function draw(view) {
  show(byId("side"), view.known);
  if (!view.known) {
    drawState({ look: "closed", title: say("counter.unknown"), number: "", line: say("counter.unknown-hint") });
    put(byId("badge"));
    return;
  }
  text(byId("number"), view.counter.number);
  byId("number").dataset.length = String(view.counter.number).length;
  text(byId("word"), say("counter.word"));
  put(byId("sign"), view.counter.accessible ? [accessibleSign(), el("span", {}, say("counter.accessible"))] : null);
  text(byId("badge"), view.badge ? say("counter.badge", { badge: view.badge }) : "");
  keyed(byId("queues"), view.counter.queues, (row) => row.letter, () => el("li", {}), drawQueue);
  document.body.classList.toggle("mute", !view.loud);
  drawState(lookOf(view));
}

function drawQueue(node, row) {
  put(node, el("span", { class: "letter digits" }, row.letter), el("span", {}, named(row.names)));
}

/** How the counter looks now: `look` picks the colours, never the only sign of the state. */
function lookOf(view) {
  // Who was called must not come now: the number stands, and beside it that nobody is called.
  if (view.hall.suspended) return { look: "paused", title: say("suspension.title"), number: view.ticket ? view.ticket.label : "", line: say("suspension.short") };
  if (view.ticket) {
    const called = view.ticket.state === "called";
    return {
      look: view.ticket.state,
      title: say(called ? "counter.called" : "counter.serving"),
      number: view.ticket.label,
      line: called ? say("counter.come") : "",
      again: `${view.ticket.label}.${view.ticket.call}`,
    };
  }
  if (view.state === "paused") {
    const why = `pause.${view.reason}`;
    return { look: "paused", title: say("counter.paused"), number: "", line: knows(why) ? say(why) : say("pause.other") };
  }
  if (view.state === "open") return { look: "open", title: say("counter.free"), number: "", line: say("counter.free-hint") };
  return { look: "closed", title: say("counter.closed"), number: "", line: say("counter.closed-hint") };
}

function drawState(look) {
  document.body.dataset.look = look.look;
  text(byId("state"), look.title);
  text(byId("ticket"), look.number);
  byId("ticket").dataset.length = look.number.length;
  show(byId("ticket"), Boolean(look.number));
  text(byId("line"), look.line);
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
