// SPDX-License-Identifier: Apache-2.0
// First set-up: what is there and what is missing, then the day is opened and the first number taken.

import { el } from "/shared/dom.js";
import { person, post } from "/shared/sign.js";
import { newId } from "/shared/socket.js";
import { named, say } from "/shared/words.js";
import { bearer } from "./access.js";
import { liveOf, rowsOf } from "./wizard-rows.js";

export const checkStep = {
  name: "check",
  done: (view) => Boolean(view.first),
  slice: (view) => [view.open, view.first, view.held, view.devices, ["hall", "counters", "services", "people"].map((section) => rowsOf(view, section).length)],
  build({ view, steps, go, work }) {
    const now = view();
    const facts = {
      hall: named((rowsOf(now, "hall")[0] || {}).names),
      counters: say("wizard.n-counters", { n: liveOf(now, "counters").length }),
      services: say("wizard.n-services", { n: liveOf(now, "services").length, queues: liveOf(now, "queues").length }),
      people: say("wizard.n-people", { n: liveOf(now, "people").length }),
      devices: say("wizard.n-devices", { n: Object.values(now.devices).filter((one) => one.line).length, all: Object.keys(now.devices).length }),
    };
    const rows = steps.slice(0, -1).map((step, nth) =>
      el(
        "li",
        { class: step.done(now) ? "fact done" : "fact" },
        el("span", { class: "step-mark", "aria-hidden": "true" }, step.done(now) ? "✓" : "!"),
        el("b", {}, say(`wizard.step.${step.name}`)),
        el("span", {}, facts[step.name]),
        el("button", { class: "button slim", type: "button", "aria-label": say("wizard.change", { what: say(`wizard.step.${step.name}`) }), on: { click: () => go(nth) } }, say(step.done(now) ? "wizard.look" : "wizard.do")),
      ),
    );
    return { content: [el("ul", { class: "facts" }, rows), ending(now, work)], save: null };
  },
};

function ending(view, work) {
  if (view.first) {
    return el(
      "div",
      { class: "ending good", role: "status" },
      el("p", { class: "first-number digits" }, view.first),
      el("p", {}, el("b", {}, say("wizard.first-taken"))),
      el("p", { class: "quiet" }, say("wizard.what-now")),
    );
  }
  if (view.open) {
    const there = () => {
      window.open("/kiosk/", "hall-kiosk");
      if (view.held) work(letBegin)();
    };
    return el("div", { class: "ending" }, el("p", {}, say(view.held ? "wizard.trial" : "wizard.opened")), el("button", { class: "button main", type: "button", id: "to-kiosk", on: { click: there } }, say(view.held ? "wizard.trial-begin" : "wizard.to-kiosk")));
  }
  const ready = ["counters", "services"].every((section) => liveOf(view, section).length);
  const own = person() ? rowsOf(view, "people").find((row) => row.slug === person().person) : null;
  if (own && !own.roles.includes("duty-manager")) return el("div", { class: "ending" }, el("p", {}, say("wizard.duty-opens")), el("a", { class: "button", href: "/duty/" }, say("landing.duty")));
  // Whoever sets up in the evening takes the first number then: kiosks do not wait for the morning on this day.
  const open = work(async () => {
    await ask("open-day");
    if (view.held) await letBegin();
  });
  const why = ready && view.held ? el("p", { class: "quiet" }, say("wizard.trial")) : null;
  return el("div", { class: "ending" }, el("p", {}, say(ready ? "wizard.ready" : "wizard.not-ready")), why, el("button", { class: "button main", type: "button", id: "open-day", disabled: !ready, on: { click: open } }, say("wizard.open-day")));
}

/** Let kiosks give numbers today; where it is their hour by now, they do. */
async function letBegin() {
  await ask("resume-issuing").catch((problem) => {
    if (problem.status !== 409) throw problem;
  });
}

async function ask(command) {
  return post(`/api/v1/commands/${command}`, {}, Object.assign({ "Idempotency-Key": newId() }, await bearer()));
}
