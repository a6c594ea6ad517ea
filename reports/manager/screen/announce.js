// SPDX-License-Identifier: Apache-2.0
// Announcements that the staff types: asking for one, what became of today's, and who cannot be heard.

import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { ask } from "./day.js";

const MOST = 200;

/** Who may announce; an inspector only sees. */
export const ANNOUNCING = ["hall-manager", "duty-manager"];

/** What to say, where, and whether it goes before the calls → the fields of `announce`. */
export function announceDialog(view) {
  return ask(say("manager.announce-title"), say("manager.announce-hint"), (done) => {
    const chinese = el("textarea", { class: "input", rows: 3, maxlength: MOST, id: "announce-zh" });
    const english = el("textarea", { class: "input", rows: 2, maxlength: MOST, id: "announce-en" });
    const everywhere = el("option", { value: "" }, say("manager.announce-everywhere"));
    const zone = el("select", { class: "input" }, everywhere, view.zones.map((it) => el("option", { value: it.zone }, named(it.names))));
    const urgent = el("input", { type: "checkbox", id: "announce-urgent" });
    const problem = el("p", { class: "form-problem", role: "alert" });
    const send = () => {
      const text = {};
      if (chinese.value.trim()) text["zh-Hans"] = chinese.value.trim();
      if (english.value.trim()) text.en = english.value.trim();
      if (!Object.keys(text).length) {
        problem.textContent = say("manager.announce-need");
        chinese.focus();
        return;
      }
      done({ text, zone: zone.value, urgent: urgent.checked });
    };
    const field = (key, input) => el("label", { class: "field" }, el("span", {}, say(key)), input);
    return {
      content: el(
        "div",
        { class: "announcing" },
        field("manager.announce-zh", chinese),
        field("manager.announce-en", english),
        view.zones.length > 1 ? field("manager.announce-zone", zone) : null,
        el("label", { class: "tick" }, urgent, el("span", {}, say("manager.announce-urgent"))),
        problem,
      ),
      end: el("button", { class: "button main", type: "button", on: { click: send } }, say("manager.announce-send")),
    };
  });
}

/** What became of it, in a few words. */
function fate(row) {
  if (!row.voices) return say("manager.announced-screens");
  if (row.heard + row.shown < row.voices) return say("manager.announced-open");
  if (!row.heard) return say("manager.announced-none");
  return row.shown ? say("manager.announced-part", { heard: row.heard, all: row.heard + row.shown }) : say("manager.announced-heard");
}

/** Today's announcements, newest first. */
export function announcements(rows) {
  const line = (row) =>
    el(
      "li",
      {},
      el("span", { class: "digits" }, timeOfDay(row.at_us)),
      " ",
      row.urgent ? el("span", { class: "mark red" }, say("manager.announced-urgent")) : null,
      " ",
      el("b", {}, row.text["zh-Hans"] || row.text.en || row.text.yue),
      el("span", { class: "quiet" }, ` · ${named(row.zone) || say("manager.announce-everywhere")} · ${named(row.by)} · ${fate(row)}`),
    );
  return rows.length ? [el("h2", { class: "section-title" }, say("manager.announced")), el("ul", { class: "voidings" }, rows.map(line))] : [];
}
