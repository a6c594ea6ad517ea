// SPDX-License-Identifier: Apache-2.0
// What is missing before the hall can open, a line a thing; a press leads there.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

const MARK = { done: "green", todo: "red", better: "amber", look: "" };

function line(check, choose) {
  const counted = check.of ? say("setup.check-of", { n: check.n || 0, of: check.of }) : check.n ? say("setup.check-count", { n: check.n }) : "";
  return el(
    "li",
    {},
    el(
      "button",
      { class: `check-line ${check.state}`, type: "button", on: { click: () => choose(check.section) } },
      el("span", { class: `mark ${MARK[check.state]}` }, say(`setup.check-state.${check.state}`)),
      el("span", { class: "check-name" }, say(`setup.check.${check.name}`, { n: check.n || 0 })),
      el("span", { class: "quiet digits" }, check.name === "passwords" ? "" : counted),
      el("span", { class: "quiet" }, say(`setup.section.${check.section}`)),
    ),
  );
}

/** Draw the panel. choose(section): go there. */
export function checksPanel(checks, choose) {
  const left = checks.filter((check) => check.state === "todo").length;
  return [
    el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say("setup.section.checks")), el("p", { class: "quiet" }, say("setup.hint.checks")))),
    el("p", { class: left ? "sheet-message" : "sheet-message good", role: "status" }, left ? say("setup.checks-left", { n: left }) : say("setup.checks-none")),
    el("div", { class: "sheet-body" }, el("ul", { class: "check-list" }, checks.map((check) => line(check, choose)))),
  ];
}
