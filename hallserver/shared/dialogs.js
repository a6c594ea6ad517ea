// SPDX-License-Identifier: Apache-2.0
// What a staff screen asks before it sends a command. Every dialog resolves with what was chosen; Escape and cancel give null.

import { el, put, text } from "./dom.js";
import { say } from "./words.js";

const SHOWN = 40;
let options = 0;

/**
 * Open a dialog. build(done): its content, `{content, end, focus, key}`: nodes, the button that ends it, what is focused first, and a
 * listener for keys; done(value) closes it. leave: the word of the button that gives null.
 */
export function ask(title, hint, build, leave = "shared.cancel") {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const dialog = el("dialog", { "aria-label": title });
    const done = (value) => {
      dialog.close();
      dialog.remove();
      if (back && back.isConnected && back !== document.body) giveBack(back);
      resolve(value);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(null);
    });
    const cancel = el("button", { class: "button", type: "button", on: { click: () => done(null) } }, say(leave), " ", el("kbd", {}, "Esc"));
    const { content, end, focus, key } = build(done);
    dialog.append(
      el("div", { class: "dialog-box" }, el("h2", {}, title), hint && el("p", { class: "quiet" }, hint), content, el("div", { class: "dialog-end" }, cancel, end)),
    );
    if (key) dialog.addEventListener("keydown", key);
    document.body.append(dialog);
    dialog.showModal();
    if (focus) focus.focus();
  });
}

/** Whatever had the focus goes on having it, unless it has gone from the page; a button that rests meanwhile, as soon as it can be pressed. */
function giveBack(node) {
  node.focus();
  if (!node.disabled) return;
  const watch = new MutationObserver(() => {
    if (node.disabled) return;
    watch.disconnect();
    if (document.activeElement === document.body) node.focus();
  });
  watch.observe(node, { attributes: true, attributeFilter: ["disabled"] });
}

/** Whether a dialog is open: nothing else is to be done meanwhile. */
export function asking() {
  return document.querySelector("dialog[open]") !== null;
}

/** One of a few codes, each on a digit as far as there are digits; words are `<prefix>.<code>`. → the code. */
export function pick(title, hint, prefix, codes) {
  return ask(title, hint, (done) => {
    const { picks, key } = choices(prefix, codes, done);
    return { content: picks, key, focus: picks.firstChild };
  });
}

/** The buttons of `pick` for a dialog that has more than them: choose(code) when one is pressed, or its digit. → `{picks, key}`. */
export function choices(prefix, codes, choose) {
  const button = (code, at) =>
    el("button", { class: "button pick", type: "button", on: { click: () => choose(code) } }, at < 9 && el("kbd", {}, at + 1), say(`${prefix}.${code}`));
  const key = (event) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit && codes[digit[1] - 1] && !typing(event.target)) choose(codes[digit[1] - 1]);
  };
  return { picks: el("div", { class: "picks" }, codes.map(button)), key };
}

/** Whether a key that is pressed there is text. */
export function typing(target) {
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Ask whether to do something, the yes on Enter. → `value`. */
export function sure(title, hint, yes, value, className = "button main") {
  return ask(title, hint, (done) => {
    const button = el("button", { class: className, type: "button", on: { click: () => done(value) } }, yes);
    return { content: null, end: button, focus: button };
  });
}

/** A row of codes of which one is pressed; `first`: the one at the start, or "". → `{state: {code}, node}`. */
export function chips(prefix, codes, first, changed) {
  const state = { code: first };
  const buttons = codes.map((code) => {
    const button = el("button", { class: "chip", type: "button", "aria-pressed": String(code === first) }, say(`${prefix}.${code}`));
    button.addEventListener("click", () => {
      state.code = code;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      if (changed) changed(code);
    });
    return button;
  });
  return { state, node: el("div", { class: "chips" }, buttons) };
}

/** A row of codes of which any are pressed. label(code) → its word. → `{chosen: Set, node}`. */
export function toggles(codes, first, label) {
  const chosen = new Set(first);
  const button = (code) => {
    const node = el("button", { class: "chip", type: "button", "aria-pressed": String(chosen.has(code)) }, label(code));
    node.addEventListener("click", () => {
      if (!chosen.delete(code)) chosen.add(code);
      node.setAttribute("aria-pressed", String(chosen.has(code)));
    });
    return node;
  };
  return { chosen, node: el("div", { class: "chips" }, codes.map(button)) };
}

/**
 * A list that narrows while typing; arrows and Enter choose, or a click. rows: `{parts, words, value}`: what is shown, what is searched
 * (case does not matter), what is chosen. exact(typed) gives rows that stand first. → `{input, list}`.
 */
export function finder(rows, placeholder, choose, exact = () => []) {
  options += 1;
  const id = `found-${options}`;
  // No field of the type `search`: there Escape empties the field instead of closing the dialog.
  const input = el("input", { class: "input", role: "combobox", placeholder, "aria-label": placeholder, "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": id, autocomplete: "off" });
  const list = el("ul", { class: "found", id, role: "listbox", "aria-label": placeholder });
  let shown = [];
  let at = 0;
  const mark = () => {
    shown.forEach(([node], index) => node.setAttribute("aria-selected", String(index === at)));
    if (shown.length) input.setAttribute("aria-activedescendant", shown[at][0].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const option = (row, index) => [el("li", { role: "option", id: `${id}-${index}`, on: { click: () => choose(row.value) } }, row.parts), row];
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    const first = exact(wanted);
    const fitting = rows.filter((row) => row.words.toLowerCase().includes(wanted) && !first.includes(row));
    shown = [...first, ...fitting].slice(0, SHOWN).map(option);
    at = 0;
    put(list, shown.length ? shown.map((pair) => pair[0]) : el("li", { class: "quiet none" }, say("staff.nothing-found")));
    mark();
  };
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      at = (at + step + shown.length) % shown.length;
      mark();
      shown[at][0].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && shown.length && !event.isComposing) {
      event.preventDefault();
      choose(shown[at][1].value);
    }
  });
  narrow();
  return { input, list };
}

/** A line that says what is still missing. → `{node, tell(sentence)}`. */
export function complaint() {
  const node = el("p", { class: "form-problem", role: "alert" });
  return { node, tell: (sentence) => text(node, sentence) };
}
