// SPDX-License-Identifier: Apache-2.0
// What a look comes to: a kiosk's button, a line of the hall display, a counter's sign and a phone, small and in its colours.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

const LINEAR = 0.04045;

function luminance(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= LINEAR ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2); the server measures the same. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

/** A data address as an image; the page may load no picture but from the hall itself or what it made. */
function logoOf(address) {
  if (!address) return el("span", { class: "mock-sign" });
  const [head, content] = address.split(",");
  const bytes = Uint8Array.from(atob(content || ""), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: head.slice(5).split(";")[0] }));
  return el("img", { class: "mock-logo", src: url, alt: "", on: { load: () => URL.revokeObjectURL(url) } });
}

function card(key, ...content) {
  return el("figure", { class: "mock" }, el("div", { class: "mock-screen" }, content), el("figcaption", {}, say(key)));
}

function band(theme, words) {
  return el("div", { class: "mock-band" }, logoOf(theme.logo), el("b", {}, words));
}

function sign(theme) {
  const { number, queues, badge } = theme.door;
  return el(
    "div",
    { class: `mock-door ${number}` },
    el("b", { class: "mock-number digits" }, "3"),
    el("div", {}, el("b", {}, say("setup.theme-counter")), queues ? el("p", {}, "A · B · C") : null, badge ? el("p", { class: "mock-soft" }, "0312") : null),
  );
}

/** The four, in the colours of one look. */
export function mocks(theme, look) {
  const style = { "font-size": `${theme.scale_percent / 100}em` };
  for (const name of Object.keys(theme[look])) style[`--${name.replace(/_/g, "-")}`] = theme[look][name];
  if (theme.font) style["font-family"] = `"${theme.font}", var(--font)`;
  return el(
    "div",
    { class: "mocks", style },
    card("setup.theme-kiosk", band(theme, theme.names["zh-Hans"] || ""), el("div", { class: "mock-button" }, say("setup.theme-take")), el("p", { class: "mock-soft" }, say("setup.theme-waiting"))),
    card("setup.theme-hall", el("div", { class: "mock-row" }, el("b", { class: "mock-call digits" }, "A012"), el("span", {}, say("setup.theme-counter")), el("span", { class: "mock-tag" }, "3")), el("div", { class: "mock-row" }, el("b", { class: "mock-main digits" }, "B007"), el("span", { class: "mock-soft" }, say("setup.theme-waiting")))),
    card("setup.theme-sign", sign(theme)),
    card("setup.theme-phone", band(theme, "A012"), el("div", { class: "mock-tint" }, el("b", { class: "mock-main digits" }, "A012"), el("p", {}, say("setup.theme-waiting"))), el("p", { class: "mock-good" }, say("setup.theme-now"))),
  );
}
