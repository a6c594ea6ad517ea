// SPDX-License-Identifier: Apache-2.0
// The standard as files: handed out; layers of places and presets taken in, to be previewed before they are adopted.

import { download } from "./exchange.js";
import { el } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

const MOST_KB = 100;
const OUT = [["layer.toml", "layer"], ["standard.toml", "root"], ["standard.json", "json"], ["layer.schema.json", "schema-layer"], ["profile.schema.json", "schema-profile"]];

/** Draw the part. */
export function filesPart(desk) {
  return [outgoing(desk), desk.may ? [layers(desk), incoming(desk), presets(desk), renewal(desk)] : el("p", { class: "quiet" }, say("setup-standard.read-only"))];
}

function outgoing(desk) {
  const button = ([name, key]) => {
    const click = () => download(name).catch((problem) => desk.tell(problemText(problem)));
    return el("button", { class: "button slim", type: "button", on: { click } }, say(`setup-standard.files-${key}`));
  };
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup-standard.files-out")), el("div", { class: "button-row" }, OUT.map(button)));
}

function layers(desk) {
  const { kept, sheet } = desk;
  if (!sheet.layers.length) return null;
  const row = (layer) => {
    const drop = el("button", { class: "button slim", type: "button", disabled: kept.without.includes(layer.tier), "aria-label": say("setup-standard.files-drop-of", { place: layer.place }) }, say("setup-standard.files-drop"));
    drop.addEventListener("click", () => {
      kept.without = kept.without.concat(layer.tier);
      desk.draw();
    });
    return el("li", {}, say("setup-standard.layer-line", { place: layer.place, n: layer.deviations }), drop);
  };
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup-standard.files-layers")), el("ul", { class: "plain standard-layers" }, sheet.layers.map(row)));
}

function incoming(desk) {
  const { kept } = desk;
  const input = el("input", { type: "file", accept: ".toml", "aria-label": say("setup-standard.files-choose") });
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > MOST_KB * 1024) {
      desk.tell(say("setup-standard.files-large", { kb: MOST_KB }));
      return;
    }
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      kept.files = kept.files.concat({ name: file.name, text: String(reader.result) });
      desk.draw();
    });
    reader.readAsText(file);
  });
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup-standard.files-in")), el("p", { class: "quiet" }, say("setup-standard.files-in-hint")), el("label", { class: "button slim file-button" }, el("span", {}, say("setup-standard.files-choose")), input));
}

function presets(desk) {
  const { kept, sheet } = desk;
  const node = el("select", { class: "input slim", "aria-label": say("setup-standard.files-preset") }, sheet.presets.map((name) => el("option", { value: name }, say(`setup-standard.preset-${name}`))));
  const take = el("button", { class: "button slim", type: "button" }, say("setup-standard.files-preset-take"));
  take.addEventListener("click", () => {
    kept.preset = node.value;
    desk.draw();
  });
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup-standard.files-preset")), el("p", { class: "quiet" }, say("setup-standard.files-preset-hint")), el("div", { class: "standard-find" }, node, take));
}

/** What this release says otherwise than the unified standard that the hall goes by; nothing where it is the same. */
function renewal(desk) {
  const { kept, sheet } = desk;
  if (!sheet.news) return null;
  const take = el("button", { class: "button slim", type: "button", disabled: kept.root }, say("setup-standard.files-root-take"));
  take.addEventListener("click", () => {
    kept.root = true;
    desk.draw();
  });
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup-standard.files-news")), el("p", { class: "quiet" }, say("setup-standard.files-news-hint", { n: sheet.news })), take);
}
