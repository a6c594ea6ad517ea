// SPDX-License-Identifier: Apache-2.0
// The standard in force: its parameters with whose they are, this hall's deviations, what is to come, what was in force when, its files.

import { ask } from "./access.js";
import { sizeOf } from "./standard-draft.js";
import { filesPart } from "./standard-files.js";
import { historyPart } from "./standard-history.js";
import { listPart } from "./standard-list.js";
import { changesPart } from "./standard-changes.js";
import { el, put, text } from "/shared/dom.js";
import { person } from "/shared/sign.js";
import { problemText, say } from "/shared/words.js";

const PARTS = { list: listPart, history: historyPart, files: filesPart };

/** What stays while the part is drawn anew: where somebody looks, what was said last, and what is to be changed. */
const kept = { tab: "list", find: "", filter: "all", area: "", told: "", edits: new Map(), files: [], preset: "", root: false, without: [], anew: false };

const latest = { desk: null };

/** Draw the panel; what it shows is fetched. shown: which standard is in force and which lies ready, whether a day is open, who is signed in. */
export function standardPanel([, , , author]) {
  const note = el("p", { class: "sheet-message good", role: "status", hidden: true });
  const body = el("div", { class: "sheet-body standard", role: "region", tabindex: "0", "aria-label": say("setup.section.standard") }, el("p", { class: "quiet" }, say("setup-standard.loading")));
  const tabs = el("div", { class: "standard-tabs", role: "group", "aria-label": say("setup.section.standard") });
  const who = person();
  const desk = { kept, author, may: !who || who.roles.includes("system-admin"), sheet: null };
  desk.tell = (sentence, good) => {
    text(note, sentence);
    note.hidden = !sentence;
    note.className = good ? "sheet-message good" : "sheet-message";
  };
  desk.draw = () => {
    put(tabs, Object.keys(PARTS).map((name) => el("button", { class: "button slim", type: "button", "aria-pressed": String(name === kept.tab), on: { click: () => {
      Object.assign(kept, { tab: name, told: "" });
      desk.draw();
    } } }, say(`setup-standard.tab-${name}`))));
    if (sizeOf(kept)) kept.told = "";
    desk.tell(kept.told, true);
    put(body, changesPart(desk), PARTS[kept.tab](desk));
  };
  // Whatever was done, the panel that is there by then says it: the hall's next view may have drawn another one meanwhile.
  desk.done = (sentence) => {
    kept.told = sentence;
    if (latest.desk) latest.desk.fetch();
  };
  desk.fetch = () => ask("GET", "/api/v1/setup/standard").then((sheet) => {
    if (!sheet) {
      put(body, el("p", { class: "sheet-message" }, say("setup.no-standard")));
      return;
    }
    desk.sheet = sheet;
    desk.draw();
  }).catch((problem) => put(body, el("p", { class: "sheet-message", role: "alert" }, problemText(problem))));
  latest.desk = desk;
  desk.fetch();
  return [el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say("setup.section.standard")), el("p", { class: "quiet" }, say("setup-standard.hint"))), tabs), note, body];
}

window.addEventListener("beforeunload", (event) => {
  if (sizeOf(kept)) event.preventDefault();
});
