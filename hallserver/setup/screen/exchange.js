// SPDX-License-Identifier: Apache-2.0
// The whole set-up as a file: handed out, and handed in after a look at what would change.

import { askWith, bearer } from "./access.js";
import { preview } from "./preview.js";
import { el, put, text } from "/shared/dom.js";
import { language, problemText, say } from "/shared/words.js";

const MOST_KB = 680;
const EXPORTS = [["hall", "xlsx", "setup.export-xlsx"], ["hall", "toml", "setup.export-toml"], ["items", "xlsx", "setup.export-items"]];

/** Fetch a file of the set-up and hand it to the browser to keep. */
export async function download(name) {
  const answer = await fetch(`/api/v1/setup/${name}`, { credentials: "same-origin", headers: Object.assign({ "Accept-Language": language() }, await bearer()) });
  if (!answer.ok) throw await answer.json();
  const called = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
  keep(await answer.blob(), called ? called[1] : name);
}

/** Have the browser keep content as a file of this name. */
export function keep(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A file's content in base64, as JSON carries it. */
export function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] || ""));
    reader.addEventListener("error", () => reject(new Error("unreadable")));
    reader.readAsDataURL(file);
  });
}

/** Draw the panel. */
export function exchangePanel() {
  const note = el("p", { class: "sheet-message", role: "alert", hidden: true });
  const tell = (sentence, good) => {
    text(note, sentence);
    note.hidden = !sentence;
    note.className = good ? "sheet-message good" : "sheet-message";
  };
  return [
    el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say("setup.section.exchange")), el("p", { class: "quiet" }, say("setup.hint.exchange")))),
    note,
    el("div", { class: "sheet-body" }, exporting(tell), importing(tell)),
  ];
}

function exporting(tell) {
  const button = ([name, ending, key]) => {
    const click = async () => {
      tell("");
      try {
        await download(`${name}.${ending}`);
      } catch (problem) {
        tell(problemText(problem));
      }
    };
    return el("button", { class: "button", type: "button", on: { click } }, say(key));
  };
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup.export-title")), el("div", { class: "button-row" }, EXPORTS.map(button)), el("p", { class: "quiet" }, say("setup.export-hint")));
}

function importing(tell) {
  const wish = { file: "", section: "", missing: "keep", sections: [] };
  const shown = el("div", { class: "preview", "aria-live": "polite" });
  const look = async () => {
    if (!wish.file) return;
    tell("");
    put(shown, el("p", { class: "quiet" }, say("setup.import-reading")));
    try {
      put(shown, preview(await askWith("/api/v1/setup/preview", wish), wish, { again: look, take }));
    } catch (problem) {
      put(shown);
      tell(problemText(problem));
    }
  };
  const take = async (mark) => {
    try {
      const { sections } = await askWith("/api/v1/setup/import", Object.assign({}, wish, { mark }));
      const sum = (name) => sections.reduce((total, one) => total + (one[name] || 0), 0);
      put(shown);
      wish.file = "";
      tell(say("setup.import-done", { added: sum("added"), changed: sum("changed"), retired: sum("retired") }), true);
    } catch (problem) {
      await look();
      tell(problemText(problem));
    }
  };
  const chosen = async (file) => {
    if (!file) return;
    if (file.size > MOST_KB * 1024) {
      tell(say("setup.import-large", { kb: MOST_KB }));
      return;
    }
    wish.sections = [];
    wish.file = await base64Of(file);
    await look();
  };
  return el("section", { class: "exchange-part" }, el("h2", {}, say("setup.import-title")), dropPlace(chosen), choices(wish, look), shown);
}

function dropPlace(chosen) {
  const input = el("input", { type: "file", accept: ".xlsx,.toml", "aria-label": say("setup.import-choose") });
  input.addEventListener("change", () => {
    chosen(input.files[0]);
    input.value = "";
  });
  const place = el("div", { class: "drop-place" }, el("label", { class: "button main file-button" }, el("span", {}, say("setup.import-choose")), input), el("span", { class: "quiet" }, say("setup.import-drop")));
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    chosen(event.dataTransfer.files[0]);
  });
  return place;
}

function choices(wish, look) {
  const items = el("input", { type: "checkbox" });
  items.addEventListener("change", () => {
    wish.section = items.checked ? "items" : "";
    look();
  });
  const missing = (way) => {
    const node = el("input", { type: "radio", name: "missing", value: way, checked: wish.missing === way });
    node.addEventListener("change", () => {
      wish.missing = way;
      look();
    });
    return el("label", { class: "check" }, node, say(`setup.import-${way}`));
  };
  return el(
    "div",
    { class: "import-choices" },
    el("label", { class: "check" }, items, say("setup.import-items")),
    el("fieldset", {}, el("legend", {}, say("setup.import-missing")), missing("keep"), missing("retire")),
  );
}
