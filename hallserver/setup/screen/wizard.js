// SPDX-License-Identifier: Apache-2.0
// The first set-up, step by step: from an empty hall to the first number. Each step only gives commands of the set-up, so that any of
// them can be skipped, come back to and done in the tables instead; what is typed and not yet saved is kept on this tab.

import { byId, el, put, show, text } from "/shared/dom.js";
import { person } from "/shared/sign.js";
import { region } from "/shared/staff.js";
import { problemText, say } from "/shared/words.js";
import { ask as askDoor } from "./access.js";
import { checkStep } from "./wizard-check.js";
import { devicesStep } from "./wizard-devices.js";
import { countersStep, hallStep } from "./wizard-hall.js";
import { peopleStep } from "./wizard-people.js";
import { liveOf } from "./wizard-rows.js";
import { servicesStep } from "./wizard-services.js";

const STEPS = [hallStep, countersStep, servicesStep, peopleStep, devicesStep, checkStep];
const GIVE_UP_S = 30;
const SEEN_MS = 2000;
const DRAFTS = "wizard-drafts";

const state = { on: null, at: 0, offer: null, drafts: kept(), busy: false, view: null, hall: null, leave: null, said: { sentence: "", good: false } };

function kept() {
  return JSON.parse(sessionStorage.getItem(DRAFTS) || "{}");
}

/** Whether the guide stands in place of the tables: asked for in the address, or the hall has neither counters nor services yet. */
export function guiding(view) {
  if (state.on === null) state.on = /^#wizard\b/.test(location.hash) || (!liveOf(view, "counters").length && !liveOf(view, "services").length && mayDo());
  return state.on;
}

function mayDo() {
  const who = person();
  return !who || (who.roles.includes("system-admin") && who.roles.includes("security-admin"));
}

/** The way into the guide from the tables. */
export function wizardButton(again) {
  const begin = () => {
    state.on = true;
    again();
  };
  return el("button", { class: "nav-button nav-wizard", type: "button", on: { click: begin } }, say("wizard.title"));
}

/** Draw the guide; `leave()` draws the tables. */
export async function drawWizard(view, hall, leave) {
  Object.assign(state, { view, hall, leave });
  if (!document.getElementById("steps")) {
    put(byId("app"), el("nav", { id: "steps", "aria-label": say("wizard.title") }), el("section", { id: "step", class: "card" }));
    state.at = firstOpen(view);
  }
  if (!state.offer) {
    state.offer = await askDoor("GET", "/api/v1/templates");
    if (!state.on) return;
  }
  again();
  if (document.activeElement === document.body) begin();
}

function firstOpen(view) {
  const asked = Number((/^#wizard=(\d)/.exec(location.hash) || [])[1]) - 1;
  const open = STEPS.findIndex((step) => !step.done(view));
  return asked in STEPS ? asked : open < 0 ? STEPS.length - 1 : open;
}

function again() {
  const { view, at } = state;
  const done = STEPS.map((step) => step.done(view));
  region(byId("steps"), [at, done], steps);
  const step = STEPS[at];
  region(byId("step"), [at, step.slice(view)], () => drawn(step));
}

function steps([at, done]) {
  const admin = el("li", { class: "step-row done" }, el("span", { class: "step-mark", "aria-hidden": "true" }, "✓"), el("span", {}, say("wizard.step.admin")));
  const rows = STEPS.map((step, nth) =>
    el(
      "li",
      { class: done[nth] ? "step-row done" : "step-row" },
      el(
        "button",
        { type: "button", "aria-current": nth === at ? "step" : null, on: { click: () => go(nth) } },
        el("span", { class: "step-mark digits", "aria-hidden": "true" }, done[nth] ? "✓" : nth + 2),
        el("span", {}, say(`wizard.step.${step.name}`)),
        done[nth] ? el("span", { class: "visually-hidden" }, say("wizard.done")) : null,
      ),
    ),
  );
  const out = () => {
    state.on = false;
    history.replaceState(null, "", location.pathname);
    state.leave();
  };
  return [el("h1", {}, say("wizard.title")), el("ol", { class: "step-rows" }, admin, rows), el("button", { class: "button slim", id: "to-tables", type: "button", on: { click: out } }, say("wizard.leave"))];
}

/** Go to a step. */
function go(nth) {
  state.at = nth;
  state.said = { sentence: "", good: false };
  history.replaceState(null, "", `${location.pathname}#wizard=${nth + 1}`);
  again();
  begin();
}

/** Put the keyboard at the head of the step. */
function begin() {
  const head = document.querySelector("#step h2");
  if (head) head.focus();
}

function drawn(step) {
  const { view, hall, offer } = state;
  const message = el("p", { id: "step-message", class: "sheet-message", role: "alert", hidden: true });
  const sayNow = () => {
    const { sentence, good } = state.said;
    text(message, sentence);
    message.className = good ? "sheet-message good" : "sheet-message";
    show(message, sentence !== "");
  };
  // What was said stays when the step is drawn anew by what came of it.
  const tell = (sentence, good) => {
    state.said = { sentence: sentence || "", good: Boolean(good) };
    const shown = document.getElementById("step-message");
    if (shown && shown !== message) redraw();
    else sayNow();
  };
  const draft = draftOf(step.name);
  const ask = (section, rows) => hall.ask("configure", { section, rows }, { live_only: true, give_up_s: GIVE_UP_S });
  const work = (job) => async () => {
    if (state.busy) return;
    state.busy = true;
    tell("");
    try {
      await job();
    } catch (problem) {
      tell(problemText(problem));
    } finally {
      state.busy = false;
    }
  };
  const redraw = () => {
    byId("step").shown = "";
    again();
  };
  sayNow();
  const { content, save, action } = step.build({ view: () => state.view, hall, offer, draft, ask, work, tell, redraw, go, steps: STEPS });
  const next = () => go(Math.min(state.at + 1, STEPS.length - 1));
  const saved = work(async () => {
    // What is asked for is asked for in order; the next step is drawn from what came of it.
    const came = await save();
    if (came === "stay") return;
    if (came !== "same") await seen(step);
    forget(step.name);
    next();
  });
  const back = state.at > 0 ? el("button", { class: "button", type: "button", on: { click: () => go(state.at - 1) } }, say("wizard.back")) : null;
  const skip = save ? el("button", { class: "button", id: "skip", type: "button", on: { click: next } }, say("wizard.skip")) : null;
  const on = save ? el("button", { class: "button main", id: "next", type: "submit" }, say(action || "wizard.next")) : null;
  const form = el(
    "form",
    { class: "step-form", autocomplete: "off", novalidate: true },
    el("header", {}, el("h2", { tabindex: "-1" }, say(`wizard.head.${step.name}`)), el("p", { class: "quiet" }, say(`wizard.hint.${step.name}`))),
    el("div", { class: "step-body" }, content),
    message,
    el("footer", { class: "step-end" }, back, el("span", { class: "step-gap" }), skip, on),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (save) saved();
  });
  return form;
}

/** Wait until the view has what was saved: the next step's rows are made from it. */
async function seen(step) {
  const until = performance.now() + SEEN_MS;
  while (!step.done(state.view) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** What is typed in a step and not saved yet: `get(name, usual)`, `set(name, value)`. */
function draftOf(name) {
  const typed = state.drafts[name] || {};
  return {
    get: (field, usual) => (field in typed ? typed[field] : usual),
    set: (field, value) => {
      typed[field] = value;
      state.drafts[name] = typed;
      sessionStorage.setItem(DRAFTS, JSON.stringify(state.drafts));
    },
  };
}

function forget(name) {
  delete state.drafts[name];
  sessionStorage.setItem(DRAFTS, JSON.stringify(state.drafts));
}
