// SPDX-License-Identifier: Apache-2.0
// The clerk terminal: keeps the line, draws the parts, sends commands, one at a time.

import { asking, typing } from "/shared/dialogs.js";
import { byId, el, put, text } from "/shared/dom.js";
import { acting, region, runTimes, staffPage } from "/shared/staff.js";
import { knows, say } from "/shared/words.js";
import { ACTIONS, action, byKey, padActions, primary, ready, secondsLeft, secondsOpen, whyNot } from "./actions.js";
import { bar, barred } from "./bar.js";
import { DIALOGS } from "./dialogs.js";
import { draftFor, keepDrafts } from "./draft.js";
import { stripFrame, terminalFrame } from "./frame.js";
import { countByKey } from "./items.js";
import { messagesDialog } from "./messages.js";
import { counterDialog, moreDialog } from "./more.js";
import { mine } from "./mine.js";
import { opening } from "./opening.js";
import * as rest from "./rest.js";
import { DONE } from "./said.js";
import { fill, meaning } from "./scanned.js";
import { absentList, heldList, nextAndLine, queueList } from "./sides.js";
import { siteLine } from "./site.js";
import { STRIP, begun, openWhole, stripActions, stripLine } from "./strip.js";
import { talkCard } from "./talk.js";
import { handPanel } from "./ticket.js";
import { stepping, twice } from "./twice.js";
import { holdBack } from "./wedge.js";

const OUR_KEYS = new Set([].concat(...ACTIONS.map((it) => it.codes)).filter((code) => /^F\d/.test(code)));
const state = { view: null, hall: null, draft: null, bad: false, asked: begun() };
const talk = talkCard((message) => state.hall.tell({ talk: message }));
const acts = acting({ hall: () => state.hall, changed: buttons });

/** Send a command and say what came of it, where there is more to say than the screen shows anyway. */
async function send(name, fields) {
  rest.end();
  const { view } = state;
  const { then, ...wanted } = fields;
  const answer = await acts.send(name, wanted, (given) => (DONE[name] ? DONE[name](given.result, wanted) : ""));
  state.bad = answer === null;
  if (answer && name === "finish") rest.begin(view, state.hall.now());
  if (answer && then && view.next) await send("call-next", {});
}

/** What the screen does by itself. */
const OWN = {
  more: async () => {
    const chosen = await moreDialog(state.view, state.hall.now());
    if (chosen) await act(action(chosen));
  },
  messages: async () => {
    const shown = state.view;
    for (const row of shown.messages.rows) if (!row.seen) await acts.send("see-message", { message: row.id });
    const fields = await messagesDialog(shown);
    if (fields) await send("send-message", fields);
  },
  "my-day": () => state.hall.tell({ find: "my-day" }),
  talk: talk.begin,
};

/** Do what a button or key (`by`) means: send it, or ask first for what is missing. */
async function act(it, by = "") {
  const { view, hall, draft } = state;
  if (!acts.free()) return;
  if (!ready(it, view, hall.now())) {
    acts.tell(whyNot(it, view, hall.now()));
    return;
  }
  const asks = it.asks && (!it.when || it.when(draft, view));
  if (STRIP && it.wide) {
    openWhole(it.name);
    return;
  }
  const again = !it.own && twice(it.name, by, hall.now());
  if (it.own) await OWN[it.name]();
  if (it.own || (again && !asks)) return;
  const given = it.fields ? it.fields(view, draft) : {};
  const asked = asks ? await DIALOGS[it.asks](view, draft) : {};
  if (asked) await send(it.command || it.name, { ...given, ...asked });
}

function draw(view, hall) {
  const had = state.view;
  Object.assign(state, { view, hall });
  state.draft = draftFor(state.draft, view.ticket);
  if (had && had.ticket && (!view.ticket || had.ticket.id !== view.ticket.id) && state.bad) acts.tell("");
  const kind = STRIP ? "strip" : view.counter === null ? "opening" : "counter";
  if (!STRIP) region(byId("bar"), [view.counter && barred(view.counter), view.person.names, view.day, view.suspended, view.messages.unread], (slice) => bar(slice, pressed));
  if (kind === "opening") {
    byId("app").shape = kind;
    region(byId("app"), [view.counters, view.day, view.site], () => opening(view, (slug) => send("open-counter", { counter: slug })));
  } else {
    if (byId("app").shape !== kind) frame(kind);
    (STRIP ? strip : parts)(view);
  }
  acts.enable();
  runTimes(hall.now());
  if (state.asked && view.counter) {
    const wanted = action(state.asked);
    state.asked = "";
    // A link can be anybody's: what is done without a question is not done by one.
    if (wanted && wanted.wide) act(wanted);
  }
}

function frame(kind) {
  const app = byId("app");
  app.shape = kind;
  app.shown = "";
  put(app, kind === "strip" ? stripFrame() : terminalFrame());
}

function parts(view) {
  const none = view.ticket === null;
  region(byId("queues"), view.queues, queueList);
  region(byId("line"), [view.next, view.line, !none], nextAndLine);
  region(byId("held"), [view.held, none && view.counter.state === "open"], (slice) => heldList(slice, (ticket) => send("resume", { ticket }), (ticket) => send("ready", { ticket })));
  region(byId("site"), [view.site, view.zone], siteLine);
  region(byId("absent"), view.absent, (rows) => absentList(rows, (ticket) => send("bring-back", { ticket })));
  const empty = none && [view.next, view.counter.state, view.counter.reason, view.counter.since_us, view.counter.rateable, view.counter.idle];
  region(byId("hand"), [view.ticket, empty, view.day, view.suspended], () => handPanel(view, state.draft, (name) => act(action(name))), view.ticket && view.ticket.id);
  const shown = padActions(view);
  region(byId("pad"), [shown.map((it) => it.name), primary(view).name], () => {
    const row = (some) => el("div", { class: "pad-row" }, some.map((it) => button(it, it === primary(view))));
    const first = shown.findIndex((it) => it.name === "finish") + 1 || 1;
    return [row(shown.slice(0, first)), shown.length > first && row(shown.slice(first))];
  });
}

function strip(view) {
  region(byId("line"), [view.counter, view.ticket, view.next, view.queues, view.held, view.suspended, view.messages.unread, view.day], () => stripLine(view));
  if (view.counter === null) {
    region(byId("pad"), "opening", () => el("button", { class: "button main pad-button", type: "button", data: { live: "" }, on: { click: () => chooseCounter() } }, say("clerk.open-counter-long"), " ", el("kbd", {}, say("clerk.space"))));
    return;
  }
  const shown = stripActions(view);
  const whole = () => el("button", { class: "button slim", type: "button", title: say("clerk.whole-page"), "aria-label": say("clerk.whole-page"), on: { click: () => openWhole("") } }, "⤢");
  region(byId("pad"), shown.map((it) => it.name), () => [shown.map((it, at) => button(it, at === 0)), whole()]);
}

async function chooseCounter() {
  const counter = acts.free() ? await counterDialog(state.view) : null;
  if (counter) await send("open-counter", { counter });
}

function button(it, main) {
  const space = main && !it.name.startsWith("finish");
  const keys = space && !STRIP ? `${say("clerk.space")} · ${it.key}` : space ? say("clerk.space") : it.key;
  return el(
    "button",
    { class: main ? "button main pad-button" : "button pad-button", type: "button", data: { action: it.name }, on: { click: (event) => pressed(event, it) } },
    el("span", { class: "pad-label" }, STRIP && knows(`clerk.short-${it.name}`) ? say(`clerk.short-${it.name}`) : say(`clerk.${it.name}`)),
    el("span", { class: "pad-foot" }, el("kbd", {}, keys), el("span", { class: "pad-count digits" })),
  );
}

// A clicked button gives its focus back: the space bar that follows means the state's main act, not the last click. Whoever came to it by
// Tab goes on from there.
function pressed(event, it) {
  if (event.detail > 0) event.currentTarget.blur();
  act(it, it === primary(state.view) ? "main" : "");
}

/** Enable what the state allows, show how long until the rest, and call by itself when the rest is over. */
function buttons() {
  const { view, hall } = state;
  if (!view) return;
  const now_us = hall.now();
  for (const node of document.querySelectorAll("#bar [data-action], #pad [data-action]")) {
    const it = action(node.dataset.action);
    const left_s = it.may(view) ? secondsLeft(it, view, now_us) || secondsOpen(it, view, now_us) : 0;
    node.disabled = !acts.free() || !ready(it, view, now_us) || (it === primary(view) && stepping(now_us));
    const count = node.querySelector(".pad-count");
    if (count) text(count, left_s ? say(STRIP ? "clerk.seconds-short" : it.until_us ? "clerk.seconds-open" : "clerk.seconds", { n: left_s }) : "");
  }
  const outcome = document.getElementById("strip-outcome");
  if (outcome) text(outcome, state.draft ? say(`outcome.${state.draft.outcome}`) : "");
  if (rest.isOver(view, now_us, acts.free() && ready(action("call-next"), view, now_us) && !typing(document.activeElement))) send("call-next", {});
}

/** Whether what is pressed there answers a dialog, which may be gone by now. */
function answers(target) {
  return target instanceof Element && target.closest("dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  rest.end();
  const { view } = state;
  // Pressed once more while its dialog is open, the browser would take the focus to its own address or search.
  if (OUR_KEYS.has(event.code) && !event.altKey && !event.ctrlKey) event.preventDefault();
  if (!view || asking() || answers(event.target) || (event.target instanceof HTMLButtonElement && event.code === "Space")) return;
  if (view.counter === null) {
    if (STRIP && event.code === "Space") chooseCounter();
    return;
  }
  if (typing(event.target) && !/^F\d/.test(event.code)) {
    if (event.code === "Escape") event.target.blur();
    return;
  }
  if (chosenOutcome(event) || (view.ticket && countByKey(event))) {
    event.preventDefault();
    return;
  }
  const it = byKey(event, view);
  if (it === null) return;
  event.preventDefault();
  if (!event.repeat) act(it, event.code);
});
document.addEventListener("pointerdown", () => rest.end(), true);
window.addEventListener("pagehide", keepDrafts);
holdBack(() => {
  rest.end();
  acts.tell(say("clerk.scan-as-keys"), true);
});

/** A digit chooses the outcome of the ticket in hand. Whether the key was one. */
function chosenOutcome(event) {
  const { view, draft } = state;
  const digit = view.ticket && !event.ctrlKey && !event.altKey ? /^(?:Digit|Numpad)([1-9])$/.exec(event.code) : null;
  const code = digit && view.codes.outcome[digit[1] - 1];
  if (!code) return false;
  draft.outcome = code;
  for (const option of document.querySelectorAll("[data-outcome]")) option.setAttribute("aria-pressed", String(option.dataset.outcome === code));
  return true;
}

/** Something was scanned, or looked up, for this screen alone. Whoever is in the middle of something has it in the field at most. */
async function heard(whisper) {
  const { scan, found } = whisper;
  const { view, hall } = state;
  if (!STRIP) talk.heard(whisper);
  if (found) await mine(found, hall, send);
  if (scan && asking()) fill(scan);
  if (!scan || !view || view.counter === null || !acts.free()) return;
  rest.end();
  const meant = meaning(view, scan, hall.now());
  if (!meant.name) {
    acts.tell(meant.text, meant.bad);
    return;
  }
  const fields = meant.fields || (await meant.ask());
  if (fields) await send(meant.name, fields);
}

if (STRIP) document.body.classList.add("strip-body");
staffPage({ page: "clerk", draw, tick: buttons, heard, keyOf: (name) => (action(name) || { key: "" }).key });
