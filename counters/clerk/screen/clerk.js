// SPDX-License-Identifier: Apache-2.0
// The clerk terminal: keeps the line, draws the parts, sends commands, one at a time.

import { byId, el, put, show, text } from "/shared/dom.js";
import { barEnd, counterName, region, runTimes, staffPage } from "/shared/staff.js";
import { named, problemText, say } from "/shared/words.js";
import { ACTIONS, byKey, primary, ready, secondsLeft } from "./actions.js";
import { DIALOGS } from "./dialogs.js";
import { opening } from "./opening.js";
import { meaning } from "./scanned.js";
import { absentList, heldList, nextAndLine, queueList } from "./sides.js";
import { draftFor, handPanel } from "./ticket.js";

const GIVE_UP_S = 12;

const state = { view: null, hall: null, busy: false, draft: null, message: null };

/** Send a command; while it is under way nothing else is sent, so that a double press stays one. */
async function send(name, fields) {
  if (state.busy) return;
  state.busy = true;
  buttons();
  try {
    const answer = await state.hall.ask(name, fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(name === "finish-and-call" && answer.result.ticket === null ? { text: say("clerk.nobody-next") } : null);
  } catch (problem) {
    tell({ text: problemText(problem), bad: true });
  } finally {
    state.busy = false;
    buttons();
  }
}

/** Do what a button or key means: send it, or ask first for what is missing. */
async function act(it) {
  const { view, hall } = state;
  if (state.busy || !hall.live() || document.querySelector("dialog[open]")) return;
  if (!ready(it, view, hall.now())) {
    tell({ text: whyNot(it, view, hall.now()) });
    return;
  }
  const fields = it.asks ? await DIALOGS[it.asks](view) : it.fields(view, state.draft);
  if (fields) await send(it.name, fields);
}

function whyNot(it, view, now_us) {
  const left_s = it.may(view) ? secondsLeft(it, view, now_us) : 0;
  if (left_s) return say("clerk.not-before", { action: say(`clerk.${it.name}`), n: left_s });
  return say("clerk.not-now", { action: say(`clerk.${it.name}`) });
}

function tell(message) {
  state.message = message;
  const node = document.getElementById("message");
  if (!node) return;
  text(node, message ? message.text : "");
  node.className = message && message.bad ? "message bad" : "message";
  show(node, message !== null);
}

function draw(view, hall) {
  const had = state.view;
  state.view = view;
  state.hall = hall;
  state.draft = draftFor(state.draft, view.ticket);
  if (had && had.ticket && (!view.ticket || had.ticket.id !== view.ticket.id) && state.message && state.message.bad) tell(null);
  region(byId("bar"), [view.counter, view.person.names, view.day], bar);
  const kind = view.counter === null ? "opening" : "counter";
  if (kind === "opening") {
    byId("app").shape = kind;
    region(byId("app"), [view.counters, view.day], () => opening(view, (slug) => send("open-counter", { counter: slug }), state.message));
  } else {
    if (byId("app").shape !== kind) frame(kind);
    parts(view);
  }
  buttons();
  runTimes(hall.now());
}

function frame(kind) {
  const app = byId("app");
  app.shape = kind;
  app.shown = "";
  put(
    app,
    el(
      "div",
      { class: "terminal" },
      el("aside", { class: "side" }, el("section", { id: "queues", class: "card pane" }), el("section", { id: "line", class: "card pane grow" })),
      el(
        "div",
        { class: "middle" },
        el("section", { id: "hand", class: "card hand" }),
        el("p", { id: "message", class: "message", role: "alert", hidden: true }),
        el("div", { id: "pad", class: "pad" }),
      ),
      el("aside", { class: "side" }, el("section", { id: "held", class: "card pane grow" }), el("section", { id: "absent", class: "card pane grow" })),
    ),
  );
  tell(state.message);
}

function parts(view) {
  region(byId("queues"), view.queues, queueList);
  region(byId("line"), [view.next, view.line, view.ticket !== null], nextAndLine);
  region(byId("held"), view.held, (rows) => heldList(rows, (ticket) => send("resume", { ticket })));
  region(byId("absent"), view.absent, (rows) => absentList(rows, (ticket) => send("bring-back", { ticket })));
  region(byId("hand"), [view.ticket, view.ticket ? null : view.next, view.counter, view.day], () => handPanel(view, state.draft));
  region(byId("pad"), [view.counter.state, primary(view).name], () => pad(view));
}

function pad(view) {
  const shown = view.counter.state === "paused" ? ACTIONS.filter((it) => it.place === "pause") : ACTIONS.filter((it) => it.place === "pad");
  const main = primary(view);
  return shown.map((it) => button(it, it === main));
}

function button(it, main) {
  const keys = main && it.name !== "finish-and-call" ? `${say("clerk.space")} · ${it.key}` : it.key;
  return el(
    "button",
    { class: main ? "button main pad-button" : "button pad-button", type: "button", data: { action: it.name }, on: { click: (event) => pressed(event, it) } },
    el("span", { class: "pad-label" }, say(`clerk.${it.name}`)),
    el("span", { class: "pad-foot" }, el("kbd", {}, keys), el("span", { class: "pad-count digits" })),
  );
}

// A clicked button gives its focus back: the space bar that follows means the state's main act, not the last click.
function pressed(event, it) {
  event.currentTarget.blur();
  act(it);
}

/** Enable what the state allows, and show how long until the rest. */
function buttons() {
  const { view, hall, busy } = state;
  if (!view) return;
  for (const node of document.querySelectorAll("[data-action]")) {
    const it = ACTIONS.find((row) => row.name === node.dataset.action);
    const left_s = it.may(view) ? secondsLeft(it, view, hall.now()) : 0;
    node.disabled = busy || !hall.live() || !it.may(view) || left_s > 0;
    const count = node.querySelector(".pad-count");
    if (count) text(count, left_s ? say("clerk.seconds", { n: left_s }) : "");
  }
  for (const node of document.querySelectorAll("[data-live]")) node.disabled = busy || !hall.live();
}

function bar([counter, names, day]) {
  const place = counter ? say("shared.counter", { number: counter.number }) : say("clerk.title");
  const small = (name) => {
    const it = ACTIONS.find((row) => row.name === name);
    return el(
      "button",
      { class: "bar-button", type: "button", data: { action: name }, on: { click: (event) => pressed(event, it) } },
      say(`clerk.${name}`),
      " ",
      el("kbd", {}, it.key),
    );
  };
  return [
    el("span", { class: "place" }, place),
    counter && el("span", { class: "soft" }, counterName(counter)),
    counter && el("span", { class: `mark ${counter.state === "open" ? "green" : "amber"}` }, stateText(counter)),
    !day.open && el("span", { class: "mark amber" }, say("clerk.day-closed")),
    el("span", { class: "soft person" }, named(names)),
    counter && small("call-back"),
    counter && counter.state === "open" && small("pause-counter"),
    counter && small("close-counter"),
    barEnd(),
  ];
}

function stateText(counter) {
  return counter.state === "paused" ? say("clerk.paused-for", { reason: say(`pause.${counter.reason}`) }) : say("clerk.open");
}

document.addEventListener("keydown", (event) => {
  if (!state.view || state.view.counter === null || document.querySelector("dialog[open]")) return;
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (typing && !/^F\d/.test(event.code)) {
    if (event.code === "Escape") event.target.blur();
    return;
  }
  if (event.code === "Space" && event.target instanceof HTMLButtonElement) return;
  const chosen = state.view.ticket && !event.ctrlKey && !event.altKey ? /^(?:Digit|Numpad)([1-9])$/.exec(event.code) : null;
  if (chosen) {
    const option = document.querySelectorAll("[data-outcome]")[Number(chosen[1]) - 1];
    if (option) option.click();
    return;
  }
  const it = byKey(event, state.view);
  if (it === null) return;
  event.preventDefault();
  if (!event.repeat) act(it);
});

/** A slip was scanned here. Whoever is in the middle of something is not interrupted. */
async function scanned(scan) {
  const { view, hall } = state;
  if (!scan || !view || view.counter === null || state.busy || document.querySelector("dialog[open]")) return;
  const meant = meaning(view, scan, hall.now());
  if (!meant.ask) {
    tell(meant);
    return;
  }
  const fields = await meant.ask();
  if (fields) await send(meant.name, fields);
}

staffPage({ page: "clerk", draw, tick: buttons, heard: (whisper) => scanned(whisper.scan) });
