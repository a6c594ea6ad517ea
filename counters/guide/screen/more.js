// SPDX-License-Identifier: Apache-2.0
// What else a guide does at the desk: enquiries by one tap, missing papers, who comes back, numbers given by hand, announcements.

import { ask } from "/shared/dialogs.js";
import { byId, el, put } from "/shared/dom.js";
import { registerForm } from "/shared/register.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { act, acts, button, send, state } from "./common.js";
import { noticeCard } from "./notice.js";
import { drawPaper, paperCard } from "./paper.js";
import { returns } from "./returns.js";

/** The panel's frame; it is filled by `drawMore`. */
export function morePanel() {
  const card = (id, ...content) => el("section", { id, class: "card pane" }, content);
  return el("section", { id: "desk", class: "panel" }, card("enquiries"), card("notices", noticeCard()), card("register", registerCard()), card("returns"), card("paper", paperCard()), card("announce", announceCard()));
}

/** Draw what changed. */
export function drawMore() {
  const view = state.view;
  region(byId("enquiries"), [view.enquiries, view.enquiries_all], () => enquiries(view));
  region(byId("returns"), view.returns, returns);
  drawPaper(view);
}

function enquiries(view) {
  const press = (topic) => act("count-enquiry", { topic }, say(`enquiry.${topic}`));
  const tile = (topic) =>
    button([say(`enquiry.${topic}`), el("b", { class: "digits" }, view.enquiries[topic])], () => press(topic), { className: "topic", data: { topic } });
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("guide.enquiries")), el("span", { class: "digits", id: "enquiries-all" }, view.enquiries_all)),
    el("div", { class: "topics" }, view.codes.enquiry.map(tile)),
    el("p", { class: "quiet" }, say("guide.enquiries-hint")),
  ];
}

function announceCard() {
  const open = () => acts.free() && announce();
  return [
    el("h2", { class: "section-title" }, say("guide.announce")),
    el("p", { class: "quiet" }, say("guide.announce-hint")),
    el("button", { class: "button tall", type: "button", id: "announce-open", data: { live: "" }, on: { click: open } }, say("guide.announce-open")),
  ];
}

function registerCard() {
  return [
    el("h2", { class: "section-title" }, say("register.open")),
    el("p", { class: "quiet" }, say("guide.register-hint")),
    el("button", { class: "button tall", type: "button", id: "register-open", data: { live: "" }, on: { click: () => acts.free() && register() } }, say("register.send")),
    el("a", { class: "button tall on-site", href: "/site/" }, say("guide.site")),
  ];
}

async function register() {
  const fields = await registerForm(state.view);
  if (fields) await send("register-case", fields, (answer) => say("register.done", { order: answer.result.order }));
}

async function announce() {
  const field = (id, word) => el("textarea", { class: "input", id, rows: 3, maxlength: 200, placeholder: word, "aria-label": word });
  const chinese = field("announce-zh", say("guide.announce-zh"));
  const english = field("announce-en", say("guide.announce-en"));
  const zones = [["", say("guide.whole-hall")]].concat(state.view.zones.map((row) => [row.slug, named(row.names)]));
  const zone = el("select", { class: "input", "aria-label": say("guide.zone") }, zones.map(([value, word]) => el("option", { value }, word)));
  const urgent = el("input", { type: "checkbox", id: "announce-urgent" });
  const problem = el("p", { class: "form-problem", role: "alert" });
  const wanted = await ask(say("guide.announce"), say("guide.announce-hint"), (done) => {
    const check = () => (chinese.value.trim() ? done(true) : put(problem, say("guide.announce-empty")));
    const end = el("button", { class: "button main", type: "button", id: "announce-send", on: { click: check } }, say("guide.announce-send"));
    const hurry = el("label", { class: "check" }, urgent, say("guide.urgent"));
    return { content: el("div", { class: "dialog-body" }, chinese, english, zone, hurry, problem), end, focus: chinese };
  });
  if (!wanted) return;
  const texts = { "zh-Hans": chinese.value.trim() };
  if (english.value.trim()) texts.en = english.value.trim();
  await act("announce", { text: texts, zone: zone.value, urgent: urgent.checked });
}
