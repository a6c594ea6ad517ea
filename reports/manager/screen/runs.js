// SPDX-License-Identifier: Apache-2.0
// Many numbers from one kiosk within a short time: who looks there first, and taking them back in one step.

import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { elapsedText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { ask } from "./day.js";

const REASONS = ["abuse", "mistake", "test", "other"];
/** Who may void; an inspector only sees. */
const VOIDING = ["hall-manager", "duty-manager"];

/** Services that an alarm names; more are an ellipsis. */
const NAMED = 3;

function servicesText(services) {
  return services.slice(0, NAMED).map(named).join(say("manager.and")) + (services.length > NAMED ? "…" : "");
}

function range(run) {
  return say("manager.run-range", { first: run.first, last: run.last, n: run.count, time: elapsedText((run.until_us - run.from_us) / 1e6) });
}

/** One alarm a run: kiosk, service, from when to when, how many, and the button; `act(run)` asks and voids. */
export function runAlarms([runs, roles], act) {
  const may = !roles || roles.some((role) => VOIDING.includes(role));
  return runs.map((run) =>
    el(
      "div",
      { class: "notice red run", role: "alert" },
      el(
        "p",
        {},
        el("b", {}, say("manager.run-title")),
        " ",
        say("manager.run-where", { kiosk: named(run.kiosk), service: servicesText(run.services), from: timeOfDay(run.from_us), until: timeOfDay(run.until_us) }),
        " ",
        el("span", { class: "digits" }, range(run)),
      ),
      may ? el("button", { class: "button danger", type: "button", data: { act: "" }, on: { click: () => act(run) } }, say("manager.void-run", { n: run.tickets.length })) : null,
    ),
  );
}

/** Asks once more, with the reason → the fields of `void-run`. */
export function voidDialog(run) {
  const hint = say("manager.void-hint", { kiosk: named(run.kiosk), range: range(run), n: run.tickets.length });
  return ask(say("manager.void-title", { n: run.tickets.length }), hint, (done) => {
    const reason = el("select", { class: "input", "aria-label": say("manager.void-why") }, REASONS.map((code) => el("option", { value: code }, say(`void.${code}`))));
    return {
      content: el("label", { class: "field" }, el("span", {}, say("manager.void-why")), reason),
      end: el("button", { class: "button danger", type: "button", on: { click: () => done({ tickets: run.tickets, reason: reason.value }) } }, say("manager.void-confirm", { n: run.tickets.length })),
    };
  });
}

/** What came of it: how many were voided, and which were kept because they had been called. */
export function voidedText({ voided, kept }) {
  return kept.length ? say("manager.voided-but", { n: voided, kept: kept.join(say("manager.and")) }) : say("manager.voided", { n: voided });
}
