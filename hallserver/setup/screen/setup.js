// SPDX-License-Identifier: Apache-2.0
// The administrator's screen: one editable table a section, all made from the description in the view.

import { byId, el, put, show, text } from "/shared/dom.js";
import { person } from "/shared/sign.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { named, problemText, say } from "/shared/words.js";
import { firstAdministrator, pairingCode, setPassword } from "./access.js";
import { commission, drawStates, stateOf } from "./devices.js";
import { complaint, copyOf, forWire } from "./rows.js";
import { standardPanel } from "./standard.js";
import { table } from "./table.js";

const STANDARD = "standard";
const GIVE_UP_S = 20;
/** Who may do what to a row: the door asks for the same roles. */
const ROLE_OF = { password: "security-admin", pairing: "system-admin", trial: "system-admin" };
const PAIRABLE = ["agent", "kiosk", "hall-display", "counter-display", "rater", "approval"];

const state = { view: null, hall: null, chosen: "hall", drafts: new Map(), filter: "", note: null, busy: false };

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
  if (!document.getElementById("nav")) {
    put(byId("app"), el("nav", { id: "nav" }), el("section", { id: "sheet", class: "card" }));
  }
  const names = [...view.sections.map((section) => section.name), STANDARD];
  const counts = view.sections.map((section) => section.rows.filter((row) => !row.retired).length);
  const edited = view.sections.map((section) => changed(draftOf(section)));
  region(byId("nav"), [names, counts, edited, state.chosen], navigation);
  const section = view.sections.find((one) => one.name === state.chosen);
  region(byId("sheet"), section ? [section, draftOf(section).overtaken] : [view.standard], () => (section ? sheet(section) : standardPanel(view.standard)));
  drawStates(view.devices);
  runTimes(hall.now());
}

function navigation([names, counts, edited, chosen]) {
  return names.map((name, at) =>
    el(
      "button",
      { class: "nav-button", type: "button", "aria-current": name === chosen ? "page" : null, on: { click: () => choose(name) } },
      el("span", {}, say(`setup.section.${name}`), edited[at] ? el("i", { class: "dot", title: say("setup.changed") }) : null),
      el("span", { class: "digits" }, counts[at] === undefined ? "" : counts[at]),
    ),
  );
}

function choose(name) {
  state.chosen = name;
  state.filter = "";
  state.note = null;
  byId("sheet").shown = "";
  draw(state.view, state.hall);
}

function sheet(section) {
  const draft = draftOf(section);
  const message = el("p", { id: "note", class: "sheet-message", role: "alert", hidden: true });
  const save = el("button", { class: "button main slim", type: "button" }, say("setup.save"));
  const discard = el("button", { class: "button slim", type: "button" }, say("setup.discard"));
  const add = el("button", { class: "button slim", type: "button", hidden: section.name === "hall" && draft.rows.length > 0 }, say("setup.add"));
  const find = el("input", { class: "input slim", type: "search", placeholder: say("setup.find"), "aria-label": say("setup.find"), value: state.filter });
  const body = el("div", { class: "sheet-body" });
  const touch = () => {
    save.disabled = discard.disabled = state.busy || !changed(draft);
    refreshNav();
  };
  const refill = () => put(body, table({ section, draft, view: state.view, filter: state.filter, touch, refill, extra: extraOf(section, draft) }));
  add.addEventListener("click", () => {
    draft.rows.push(Object.assign(copyOf(section.blank), { slug: "", names: {}, fresh: true }));
    state.filter = find.value = "";
    refill();
    touch();
    const inputs = body.querySelectorAll("tbody tr:last-child input");
    if (inputs.length) inputs[0].focus();
  });
  discard.addEventListener("click", () => {
    state.drafts.delete(section.name);
    choose(section.name);
  });
  save.addEventListener("click", () => saveSection(section, draft, touch));
  find.addEventListener("input", () => {
    state.filter = find.value;
    refill();
  });
  refill();
  touch();
  note(message, draft.overtaken ? { sentence: say("setup.others-changed") } : state.note);
  return [
    el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say(`setup.section.${section.name}`)), el("p", { class: "quiet" }, say(`setup.hint.${section.name}`))), find, add, discard, save),
    message,
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
    draft.base = JSON.stringify(draft.rows);
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
