// SPDX-License-Identifier: Apache-2.0
// First set-up: the kiosk and the hall display are paired, by a code or because this very screen is one; printer and voice are tried.

import { el, text } from "/shared/dom.js";
import { post } from "/shared/sign.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { bearer } from "./access.js";
import { labelled } from "./wizard-hall.js";
import { devices, liveOf } from "./wizard-rows.js";

const SCREENS = [
  ["kiosk-1", "kiosk", "kiosk"],
  ["hall-1", "hall", "hall-display"],
];
const PRINTERS = ["escpos-network", "escpos-usb", "escpos-serial", "escpos-file"];
const LINES = ["paired", "back"];
/** Codes that were fetched here, and the agent's command line: they stay in sight while the step is drawn anew. */
const codes = {};

export const devicesStep = {
  name: "devices",
  done: (view) => SCREENS.every(([slug]) => view.devices[slug] && view.devices[slug].line),
  slice: (view) => [liveOf(view, "devices"), view.devices],
  build(step) {
    const { view, ask } = step;
    const known = (slug) => liveOf(view(), "devices").find((row) => row.slug === slug);
    const ensure = async (also) => {
      const rows = devices(view(), also || {});
      if (rows.length !== view().sections.find((one) => one.name === "devices").rows.length || also) await ask("devices", rows);
    };
    return { content: [el("div", { class: "devices" }, SCREENS.map((screen) => screenCard(step, screen, ensure))), cable(step, known, ensure), desks(step, ensure)], save: async () => "same", action: "wizard.next-step" };
  },
};

async function codeFor(slug) {
  return post(`/api/v1/devices/${slug}/pairing-code`, {}, await bearer());
}

function screenCard({ view, work, tell, redraw }, [slug, page, kind], ensure) {
  const device = view().devices[slug];
  const name = say(`setup.choice.kind.${kind}`);
  const line = device ? device.line : "";
  const state = LINES.includes(line) ? "setup.device." + line : line === "lost" ? "setup.device.lost" : "wizard.not-paired";
  const here = work(async () => {
    await ensure();
    const { code } = await codeFor(slug);
    const { key } = await post("/api/v1/pair", { code });
    localStorage.setItem(`hall.key.${page}`, key);
    window.open(`/${page}/`, `hall-${page}`);
    tell(say("wizard.paired", { device: name }), true);
  });
  const shown = el("p", { class: "code-line", "aria-live": "polite" }, LINES.includes(line) ? "" : codes[slug] || "");
  const byCode = work(async () => {
    await ensure();
    const { code, until_us } = await codeFor(slug);
    codes[slug] = code;
    tell(say("wizard.code", { device: name, code, address: `${location.origin}/${page}/`, until: timeOfDay(until_us) }), true);
    redraw();
  });
  return el(
    "article",
    { class: "device-card", id: `card-${page}` },
    el("h3", {}, name),
    el("p", { class: LINES.includes(line) ? "device-state good" : "device-state" }, say(state)),
    el("p", { class: "quiet" }, say(`wizard.what-${page}`)),
    el(
      "div",
      { class: "device-ways" },
      el("button", { class: LINES.includes(line) ? "button slim" : "button main slim", type: "button", data: { way: "here" }, on: { click: here } }, say(`wizard.here-${page}`)),
      el("button", { class: "button slim", type: "button", data: { way: "code" }, on: { click: byCode } }, say("setup.pairing")),
    ),
    shown,
  );
}

function cable({ view, work, tell, hall, draft }, known, ensure) {
  if (known("agent-1")) return cabled({ view, work, tell, hall }, known);
  const driver = el("select", { class: "input", name: "driver", on: { change: () => draft.set("driver", driver.value) } }, PRINTERS.map((one) => el("option", { value: one, selected: one === draft.get("driver", PRINTERS[0]) }, say(`setup.driver.${one}`))));
  const address = el("input", { class: "input", name: "address", value: draft.get("address", ""), placeholder: "10.0.0.9:9100", on: { input: () => draft.set("address", address.value) } });
  const add = work(async () => ensure({ cable: { driver: driver.value, address: address.value.trim() } }));
  return el(
    "details",
    { class: "more-devices", open: draft.get("cable", false), on: { toggle: (event) => draft.set("cable", event.target.open) } },
    el("summary", {}, say("wizard.cable")),
    el("p", { class: "quiet" }, say("wizard.cable-hint")),
    el("div", { class: "side" }, labelled(say("setup.field.driver"), driver), labelled(say("setup.field.address"), address)),
    el("button", { class: "button slim", type: "button", id: "add-cable", on: { click: add } }, say("wizard.cable-add")),
  );
}

function cabled({ view, work, tell, hall }, known) {
  const line = el("p", { class: "command-line", hidden: !codes.agent }, codes.agent || "");
  const how = work(async () => {
    const { code, pin } = await codeFor("agent-1");
    const words = ["python -m devices", "--server", location.origin, "--agent", "agent-1", "--code", code].concat(pin ? ["--pin", pin] : []);
    codes.agent = words.join(" ");
    text(line, codes.agent);
    line.hidden = false;
  });
  const trying = (slug, key) => {
    const job = work(async () => {
      await hall.ask("try-device", { device: slug }, { live_only: true });
      tell(say("setup.trial-title", { device: named(known(slug).names) }), true);
    });
    const tried = (view().devices[slug] || {}).tried;
    return known(slug) ? el("span", { class: "try" }, el("button", { class: "button slim", type: "button", data: { tries: slug }, on: { click: job } }, say(key)), tried ? el("span", { class: "quiet" }, say(`setup.trial.${tried}`)) : null) : null;
  };
  const agent = (view().devices["agent-1"] || {}).line;
  return el(
    "section",
    { class: "more-devices" },
    el("h3", {}, say("wizard.cable")),
    el("p", { class: "quiet" }, say(LINES.includes(agent) ? "wizard.agent-there" : "wizard.agent-hint")),
    el("div", { class: "device-ways" }, el("button", { class: "button slim", type: "button", id: "agent-line", on: { click: how } }, say("wizard.agent-line")), trying("printer-1", "wizard.try-slip"), trying("voice-1", "wizard.try-voice")),
    line,
  );
}

function desks({ view, work, tell }, ensure) {
  const has = liveOf(view(), "devices").some((row) => row.kind === "counter-display");
  const add = work(async () => {
    await ensure({ desks: true });
    tell(say("wizard.desks-added"), true);
  });
  return has ? el("p", { class: "quiet" }, say("wizard.desks-there")) : el("p", {}, el("button", { class: "button slim", type: "button", id: "add-desks", on: { click: add } }, say("wizard.desks")), " ", el("span", { class: "quiet" }, say("wizard.desks-hint")));
}
