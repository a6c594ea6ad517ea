// SPDX-License-Identifier: Apache-2.0
// The administrator's screen: one editable table a section, all made from the description in the view.

import { byId, el, put, show, text } from "/shared/dom.js";
import { person } from "/shared/sign.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { named, problemText, say } from "/shared/words.js";
import { firstAdministrator, pairingCode, setPassword, signedIn } from "./access.js";
import { checksPanel } from "./checks.js";
import { commission, drawStates, stateOf } from "./devices.js";
import { exchangePanel } from "./exchange.js";
import { pageOf, pager, toLast } from "./pager.js";
import { canUndo, complaint, copyOf, forWire, remember, undo } from "./rows.js";
import { standardPanel } from "./standard.js";
import { matching, sheet as rowForm, table } from "./table.js";
import { themePanel } from "./theme.js";
import { drawWizard, guiding, wizardButton } from "./wizard.js";
import { wordsPanel } from "./words.js";

/** What is no section: what of the view it shows, and how it is drawn. */
const PANELS = {
  checks: { of: (view) => view.checks, draw: (checks) => checksPanel(checks, choose) },
  exchange: { of: () => null, draw: exchangePanel },
  theme: { of: (view) => view.theme, draw: themePanel },
  words: { of: (view) => view.words, draw: wordsPanel },
  standard: { of: (view) => [view.standard, view.filed, view.open, signedIn(view)], draw: standardPanel },
};
const GIVE_UP_S = 20;
/** Who may do what to a row: the door asks for the same roles. */
const ROLE_OF = { password: "security-admin", pairing: "system-admin", trial: "system-admin" };
const PAIRABLE = ["agent", "kiosk", "hall-display", "counter-display", "rater", "approval"];

const state = { view: null, hall: null, chosen: "", drafts: new Map(), filter: "", place: { page: 0 }, note: null, busy: false };

/** What is being edited of a section: `base` as it came from the server, `rows` as changed here. */
function draftOf(section) {
  const base = JSON.stringify(section.rows);
  const draft = state.drafts.get(section.name);
  if (draft && (draft.base === base || changed(draft))) {
    draft.overtaken = draft.base !== base;
    return draft;
  }
  const fresh = { base, rows: copyOf(section.rows), overtaken: false };
  state.drafts.set(section.name, fresh);
  return fresh;
}

function changed(draft) {
  return JSON.stringify(draft.rows) !== draft.base;
}

function draw(view, hall) {
  state.view = view;
  state.hall = hall;
  region(byId("bar"), null, () => [el("span", { class: "place" }, say("setup.title")), barEnd()]);
  if (guiding(view)) {
    drawWizard(view, hall, () => draw(state.view, state.hall));
    return;
  }
  if (!document.getElementById("nav")) {
    put(byId("app"), el("nav", { id: "nav" }), el("section", { id: "sheet", class: "card" }));
  }
  const names = view.sections.map((section) => section.name);
  if (!state.chosen) state.chosen = view.checks.some((check) => check.state === "todo") ? "checks" : "hall";
  const counts = view.sections.map((section) => section.rows.filter((row) => !row.retired).length);
  const edited = view.sections.map((section) => changed(draftOf(section)));
  const left = view.checks.filter((check) => check.state === "todo").length;
  region(byId("nav"), [names, counts, edited, left, state.chosen], navigation);
  const section = view.sections.find((one) => one.name === state.chosen);
  const panel = PANELS[state.chosen];
  region(byId("sheet"), section ? [section, draftOf(section).overtaken, view.naming] : [state.chosen, panel.of(view)], () => (section ? sheet(section) : panel.draw(panel.of(view))));
  drawStates(view.devices);
  runTimes(hall.now());
}

function navigation([names, counts, edited, left, chosen]) {
  const button = (name, count, mark) =>
    el(
      "button",
      { class: "nav-button", type: "button", "aria-current": name === chosen ? "page" : null, on: { click: () => choose(name) } },
      el("span", {}, say(`setup.section.${name}`), mark ? el("i", { class: "dot", role: "img", "aria-label": say("setup.changed"), title: say("setup.changed") }) : null),
      el("span", { class: "digits" }, count),
    );
  return [
    button("checks", left || "✓", false),
    el("h2", { class: "nav-title" }, say("setup.nav.data")),
    names.map((name, at) => button(name, counts[at], edited[at])),
    el("h2", { class: "nav-title" }, say("setup.nav.whole")),
    ["exchange", "theme", "words", "standard"].map((name) => button(name, "", false)),
    wizardButton(() => draw(state.view, state.hall)),
  ];
}

function choose(name) {
  state.chosen = name;
  state.filter = "";
  state.place = { page: 0 };
  state.note = null;
  byId("sheet").shown = "";
  draw(state.view, state.hall);
}

function sheet(section) {
  const draft = draftOf(section);
  const message = el("p", { id: "note", class: "sheet-message", role: "alert", hidden: true });
  const save = el("button", { class: "button main slim", type: "button" }, say("setup.save"));
  const back = el("button", { class: "button slim", type: "button" }, say("setup.undo"));
  const discard = el("button", { class: "button slim", type: "button" }, say("setup.discard"));
  const add = el("button", { class: "button slim", type: "button", hidden: section.name === "hall" && draft.rows.length > 0 }, say("setup.add"));
  const find = el("input", { class: "input slim", type: "search", placeholder: say("setup.find"), "aria-label": say("setup.find"), value: state.filter, hidden: section.name === "hall" });
  const body = el("div", { class: "sheet-body" });
  const touch = () => {
    save.disabled = discard.disabled = state.busy || !changed(draft);
    back.disabled = state.busy || !canUndo(draft);
    refreshNav();
  };
  const refill = () => {
    if (section.name === "hall" && draft.rows.length === 1) {
      put(body, rowForm({ section, row: draft.rows[0], view: state.view, touch }));
      return;
    }
    const found = matching(draft, state.filter);
    const rows = pageOf(found, state.place);
    put(body, table({ section, draft, view: state.view, rows, touch, refill, extra: extraOf(section, draft) }), found.length ? null : el("p", { class: "quiet no-match" }, say("setup.no-match")), pager(found.length, state.place, refill));
  };
  body.addEventListener("focusin", () => remember(draft));
  add.addEventListener("click", () => {
    draft.rows.push(Object.assign(copyOf(section.blank), { slug: "", names: {}, fresh: true }));
    state.filter = find.value = "";
    toLast(draft.rows, state.place);
    refill();
    touch();
    const inputs = body.querySelectorAll("tbody tr:last-child input");
    if (inputs.length) inputs[0].focus();
  });
  back.addEventListener("click", () => {
    undo(draft);
    refill();
    touch();
  });
  discard.addEventListener("click", () => {
    state.drafts.delete(section.name);
    choose(section.name);
  });
  save.addEventListener("click", () => saveSection(section, draft, touch));
  find.addEventListener("input", () => {
    state.filter = find.value;
    state.place.page = 0;
    refill();
  });
  refill();
  touch();
  note(message, draft.overtaken ? { sentence: say("setup.others-changed") } : state.note);
  return [
    el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say(`setup.section.${section.name}`)), el("p", { class: "quiet" }, say(`setup.hint.${section.name}`))), find, add, back, discard, save),
    message,
    section.name === "hall" ? state.view.naming.map((one) => el("p", { class: "sheet-message" }, say("setup.theme-off-name", one))) : null,
    body,
  ];
}

/** Say what came of an act; it stays when the table is drawn anew. */
function tell(sentence, good) {
  state.note = sentence ? { sentence, good: Boolean(good) } : null;
  const node = document.getElementById("note");
  if (node) note(node, state.note);
}

function note(node, what) {
  text(node, what ? what.sentence : "");
  node.className = what && what.good ? "sheet-message good" : "sheet-message";
  show(node, what !== null);
}

function refreshNav() {
  const { view } = state;
  if (view) draw(view, state.hall);
}

async function saveSection(section, draft, touch) {
  const wrong = complaint(section, draft.rows);
  if (wrong) {
    tell(wrong);
    return;
  }
  state.busy = true;
  touch();
  try {
    await state.hall.ask("configure", { section: section.name, rows: draft.rows.map(forWire) }, { live_only: true, give_up_s: GIVE_UP_S });
    // The next view brings the rows as the server keeps them; until then what was sent stands.
    for (const row of draft.rows) delete row.fresh;
    draft.base = draft.last = JSON.stringify(draft.rows);
    draft.past = [];
    tell(say("setup.saved"), true);
  } catch (problem) {
    tell(problemText(problem));
  } finally {
    state.busy = false;
    touch();
  }
}

function mayDo(what) {
  const who = person();
  return !who || who.roles.includes(ROLE_OF[what]);
}

/** What is at the end of a row: a person's password; a device's pairing code, its trials and how it is. */
function extraOf(section, draft) {
  const guarded = (work) => async () => {
    if (changed(draft)) tell(say("setup.save-first"));
    else await work();
  };
  const button = (key, work) => el("button", { class: "button slim", type: "button", on: { click: guarded(work) } }, say(key));
  if (section.name === "people") {
    return (row) => (row.fresh || row.retired || !mayDo("password") ? null : button("setup.password", async () => tell(await setPassword(row), true)));
  }
  if (section.name !== "devices") return null;
  return (row) => {
    if (row.fresh || row.retired) return null;
    const known = state.view.devices[row.slug];
    return [
      PAIRABLE.includes(row.kind) && !(known && known.cabled) && mayDo("pairing") ? button("setup.pairing", () => pairingCode(row)) : null,
      known && known.cabled && mayDo("trial") ? button("setup.trial", () => tryOut(row)) : null,
      known && known.commissioned !== null && mayDo("trial") ? button("setup.commission", () => commission(row)) : null,
      stateOf(row.slug, state.view.devices),
    ];
  };
}

async function tryOut(row) {
  try {
    await state.hall.ask("try-device", { device: row.slug }, { live_only: true, give_up_s: GIVE_UP_S });
    tell(say("setup.trial-title", { device: named(row.names) }), true);
  } catch (problem) {
    tell(problemText(problem));
  }
}

window.addEventListener("beforeunload", (event) => {
  if (Array.from(state.drafts.values()).some(changed)) event.preventDefault();
});

async function begin() {
  if (/^#first\b/.test(location.hash)) await firstAdministrator();
  await staffPage({ page: "setup", draw });
}

begin();
