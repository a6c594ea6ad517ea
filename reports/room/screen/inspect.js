// SPDX-License-Identifier: Apache-2.0
// What an inspection asks: one number's whole story with the standard then in force, and everything of some days as one file.

import { chips, complaint } from "/shared/dialogs.js";
import { el, put } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { language, problemText, say } from "/shared/words.js";
import { acts, longJob, save, state } from "./doing.js";
import { fetchTimeline, saveTimeline, timeline } from "./numbers.js";
import { progress, troubleText } from "./taking.js";

const NUMBER = /^\s*([A-Za-z]{1,2}\d{1,4})\s*$/;

/** Draw the part. */
export function drawInspection(node) {
  const days = state.days || [];
  region(node, [state.view.packs, state.view.reasons, days.length, state.view.today, state.number], () => [el("div", { class: "inspect-side" }, numberForm(days), packForm(days)), el("section", { class: "sheet", id: "story", "aria-live": "polite" }, el("p", { class: "quiet" }, say("room.inspect-hint")))]);
}

function dateField(key, value) {
  const input = el("input", { class: "input", type: "date", value, max: state.view.today, data: { field: key } });
  return { input, node: el("label", { class: "field" }, el("span", {}, say(`room.${key}`)), input) };
}

function numberForm(days) {
  const day = dateField("day", state.number ? state.number.day : days[days.length - 1] || state.view.today);
  const number = el("input", { class: "input", type: "text", maxlength: "6", autocomplete: "off", autocapitalize: "characters", placeholder: say("room.number-example"), value: state.number ? state.number.number : "", data: { field: "number" } });
  const problem = complaint();
  const send = async (event) => {
    if (event) event.preventDefault();
    const found = NUMBER.exec(number.value);
    if (!found) return problem.tell(say("room.number-wrong"));
    problem.tell("");
    try {
      show(await fetchTimeline(day.input.value, found[1].toUpperCase()));
    } catch (failed) {
      problem.tell(problemText(failed));
    }
    return null;
  };
  if (state.number) send();
  return el("form", { class: "sheet", novalidate: true, on: { submit: send } }, el("h2", {}, say("room.inspect-number")), el("div", { class: "two" }, day.node, el("label", { class: "field" }, el("span", {}, say("room.number")), number)), problem.node, el("button", { class: "button main wide", type: "submit", data: { act: "look-up" } }, say("room.look-up")));
}

function show(found) {
  const print = () => saveTimeline(found.day, found.number).catch((failed) => acts.tell(problemText(failed), true));
  put(document.getElementById("story"), [el("div", { class: "story-head" }, el("h2", { class: "digits" }, say("room.timeline-of", { number: found.number })), el("button", { class: "button", type: "button", on: { click: print } }, say("room.print"))), el("p", { class: "quiet" }, say("room.timeline-about", { day: found.day, hall: found.hall })), timeline(found)]);
}

function packForm(days) {
  const head = [el("h2", {}, say("room.pack")), el("p", { class: "quiet" }, say("room.pack-hint"))];
  if (!state.view.packs) return el("section", { class: "sheet" }, head, el("p", { class: "notice" }, say("room.pack-not-yours")));
  const last = days[days.length - 1] || state.view.today;
  const ends = [dateField("pack-first", days.find((it) => it.slice(0, 7) === last.slice(0, 7)) || last), dateField("pack-last", last)];
  const reasons = chips("exported", state.view.reasons, "");
  const problem = complaint();
  const box = el("div", { class: "progress", role: "status" });
  const button = el("button", { class: "button main wide", type: "submit", data: { act: "pack" } }, say("room.pack-make"));
  const send = (event) => {
    event.preventDefault();
    const [first, until] = ends.map((it) => it.input.value);
    if (!first || !until || until < first) return problem.tell(say("room.pack-dates"));
    if (!reasons.state.code) return problem.tell(say("room.reason-missing"));
    problem.tell("");
    return run({ first, last: until, reason: reasons.state.code, language: language() }, { box, button, problem });
  };
  reasons.node.setAttribute("role", "group");
  reasons.node.setAttribute("aria-label", say("room.reason"));
  return el("form", { class: "sheet", novalidate: true, on: { submit: send } }, head, el("div", { class: "two" }, ends.map((it) => it.node)), el("p", { class: "strong" }, say("room.reason")), reasons.node, problem.node, box, button);
}

async function run(order, { box, button, problem }) {
  const bar = progress();
  const job = longJob("inspection-packs", order, bar.tell);
  button.disabled = true;
  put(box, [bar.parts, el("button", { class: "button", type: "button", data: { act: "stop" }, on: { click: job.stop } }, say("room.stop"))]);
  try {
    const found = await job.done;
    if (found) {
      await save(found.answer, found.name);
      acts.tell(say("room.taken", { name: found.name }));
    } else {
      acts.tell(say("room.stopped"));
    }
  } catch (failed) {
    problem.tell(troubleText(failed));
  }
  put(box, null);
  button.disabled = false;
}
