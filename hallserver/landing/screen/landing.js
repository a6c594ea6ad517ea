// SPDX-License-Identifier: Apache-2.0
// The way in: every screen by who stands in front of it. A demonstration adds links that are ready to use.

import { attribute, byId, el, put } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { languageBar } from "/shared/languages.js";
import { fromFragment, post } from "/shared/sign.js";
import { loadWords, problemText, say } from "/shared/words.js";

const KEPT = "hall.demo";
const GROUPS = [
  { name: "visitors", screens: ["kiosk", "hall", "counter", "rating", "ticket"] },
  { name: "staff", screens: ["clerk", "guide", "duty"] },
  { name: "managers", screens: ["manager", "orders", "wall", "setup"] },
];
const SCREEN_OF_DEVICE = { kiosk: "kiosk", "hall-display": "hall", "counter-display": "counter", rater: "rating" };
const SCREEN_OF_ROLE = [
  ["clerk", "clerk"],
  ["trainee", "clerk"],
  ["guide", "guide"],
  ["duty-manager", "duty"],
  ["hall-manager", "manager"],
  ["inspector", "manager"],
  ["system-admin", "setup"],
  ["security-admin", "setup"],
];

const state = { demo: null, problem: "" };

async function begin() {
  await loadWords();
  languageBar(byId("languages"), draw);
  document.addEventListener("hall-language", draw);
  draw();
  const secret = fromFragment("demo") || sessionStorage.getItem(KEPT);
  if (secret) await loadDemo(secret);
}

async function loadDemo(secret) {
  try {
    const answer = await fetch("/demo/links", { headers: { Authorization: `Bearer ${secret}` } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    state.demo = await answer.json();
    sessionStorage.setItem(KEPT, secret);
  } catch (error) {
    console.warn("no demonstration links", error);
    sessionStorage.removeItem(KEPT);
    state.problem = say("landing.demo-failed");
  }
  draw();
}

function draw() {
  document.title = say("landing.title");
  attribute(byId("languages"), "aria-label", say("shared.language"));
  put(byId("name"), sign(), el("span", {}, say("shared.app")));
  put(
    byId("main"),
    el("h1", {}, say("landing.title")),
    el("p", { class: "lead" }, say("landing.lead")),
    state.problem ? el("p", { class: "notice", role: "alert" }, state.problem) : null,
    state.demo ? demoPart(state.demo) : null,
    GROUPS.map(groupPart),
  );
}

function groupPart(group) {
  return el(
    "section",
    { class: "group" },
    el("h2", {}, say(`landing.${group.name}`)),
    el("ul", { class: "cards" }, group.screens.map((screen) => el("li", {}, card(`/${screen}/`, say(`landing.${screen}`), say(`landing.${screen}-what`))))),
  );
}

function card(href, title, what) {
  return el("a", { class: "screen", href, target: "_blank", rel: "noopener" }, el("strong", {}, title), el("span", { class: "quiet" }, what));
}

/** First one screen of each sort, those at the last counter, which is left to whoever looks; the others on demand. */
function demoPart(demo) {
  const devices = demo.devices.filter((device) => device.key && SCREEN_OF_DEVICE[device.kind]);
  const accounts = demo.accounts.filter((account) => screenOf(account));
  const yours = accounts.filter((account) => account.counter).slice(-1)[0] || accounts.find((account) => screenOf(account) === "clerk");
  const number = yours ? numberOf(yours.counter || "") : "";
  const first = [
    ...["kiosk", "hall-display"].map((kind) => devices.find((device) => device.kind === kind)),
    ...["counter-display", "rater"].map((kind) => devices.find((device) => device.kind === kind && numberOf(device.name) === number)),
  ].filter(Boolean);
  const shown = [yours, ...["duty", "manager", "setup"].map((screen) => accounts.find((account) => screenOf(account) === screen))].filter(Boolean);
  const others = (all, some) => all.filter((one) => some.indexOf(one) < 0);
  return el(
    "section",
    { class: "group demo" },
    el("h2", {}, say(demo.practice ? "practice.landing" : "landing.demo")),
    el("p", { class: "lead" }, demo.practice ? say("practice.landing-hint") : say("landing.demo-hint", { number })),
    el("ul", { class: "cards" }, first.map(deviceCard), shown.map(accountCard)),
    el(
      "details",
      {},
      el("summary", {}, say("landing.demo-more")),
      el("ul", { class: "cards" }, others(devices, first).map(deviceCard), others(accounts, shown).map(accountCard)),
    ),
  );
}

function numberOf(slug) {
  return slug.replace(/^[^0-9]*/, "");
}

function deviceCard(device) {
  const screen = SCREEN_OF_DEVICE[device.kind];
  const title = `${say(`landing.${screen}`)} ${screen === "hall" ? "" : numberOf(device.name)}`;
  return el("li", {}, card(`/${screen}/#key=${encodeURIComponent(device.key)}`, title, say(`landing.${screen}-what`)));
}

function screenOf(account) {
  const found = SCREEN_OF_ROLE.find(([role]) => account.roles.includes(role));
  return found ? found[1] : "";
}

function accountCard(account) {
  const screen = screenOf(account);
  const title = `${say(`landing.${screen}`)} ${account.counter ? numberOf(account.counter) : ""}`;
  const open = () => signIn(account, screen);
  return el(
    "li",
    {},
    el(
      "button",
      { class: "screen", type: "button", data: { account: account.name }, on: { click: open } },
      el("strong", {}, title),
      el("span", { class: "quiet" }, say("landing.as", { account: account.name })),
    ),
  );
}

async function signIn(account, screen) {
  // A tab opened after waiting for the answer would be taken for a pop-up.
  const tab = window.open("", "_blank");
  try {
    const session = await post("/api/v1/session", { name: account.name, password: account.password });
    const address = `/${screen}/#token=${encodeURIComponent(session.token)}`;
    if (tab) tab.location.href = address;
    else location.href = address;
  } catch (problem) {
    if (tab) tab.close();
    state.problem = problemText(problem);
    draw();
  }
}

begin();
