// SPDX-License-Identifier: Apache-2.0
// The look of the standard: changed here with its contrast in sight, put into the standard's text, handed out and in as a file.

import { askWith } from "./access.js";
import { download } from "./exchange.js";
import { contrast, mocks } from "./mock.js";
import { copyOf } from "./rows.js";
import { el, put, text } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

const LEAST = 4.5;
const LOGO_BYTES = 45000;
const LOOKS = ["light", "dark"];
const SCALE = [90, 140];
/** What is being changed: of which look in force, and how it is now. */
const kept = { base: "", theme: null };

function edited(theme) {
  const base = JSON.stringify(theme.now);
  if (kept.base !== base || !kept.theme) Object.assign(kept, { base, theme: copyOf(theme.now) });
  return kept.theme;
}

/** Pairs that cannot be read, in both looks. */
function faint(mine, pairs) {
  return LOOKS.reduce((sum, look) => sum + pairs.filter(([over, under]) => contrast(mine[look][over], mine[look][under]) < LEAST).length, 0);
}

/** Draw the panel. */
export function themePanel(theme) {
  const note = el("p", { class: "sheet-message", role: "alert", hidden: true });
  const body = el("div", { class: "sheet-body theme" });
  const adopt = el("button", { class: "button main slim", type: "button" }, say("setup.theme-adopt"));
  const reset = el("button", { class: "button slim", type: "button" }, say("setup.theme-reset"));
  const tell = (sentence, good) => {
    text(note, sentence);
    note.hidden = !sentence;
    note.className = good ? "sheet-message good" : "sheet-message";
  };
  const follow = () => {
    const mine = edited(theme);
    const bad = faint(mine, theme.pairs);
    const same = JSON.stringify(mine) === JSON.stringify(theme.now);
    adopt.disabled = bad > 0 || same || theme.open;
    reset.disabled = same;
    tell(bad ? say("setup.theme-faint", { n: bad }) : theme.open ? say("setup.theme-open-day") : "");
  };
  const draw = () => {
    put(body, parts(edited(theme), theme, follow, draw));
    follow();
  };
  const work = (step) => async () => {
    try {
      await step();
    } catch (problem) {
      tell(problemText(problem));
    }
  };
  adopt.addEventListener("click", work(async () => {
    const { text: standard } = await askWith("/api/v1/setup/theme", { theme: edited(theme) });
    await askWith("/api/v1/commands/adopt-standard", { text: standard });
    tell(say("setup.theme-adopted"), true);
  }));
  reset.addEventListener("click", () => {
    kept.theme = null;
    draw();
  });
  const usual = () => {
    kept.theme = copyOf(theme.usual);
    draw();
  };
  const opened = work(async () => {
    const read = await askWith("/api/v1/setup/theme", { file: await opener.files[0].text() });
    opener.value = "";
    edited(theme);
    kept.theme = read.theme;
    draw();
    if (!read.faint.length) tell(say("setup.theme-opened"), true);
  });
  const opener = el("input", { type: "file", accept: ".toml", "aria-label": say("setup.theme-import"), on: { change: opened } });
  draw();
  return [
    el(
      "header",
      { class: "sheet-head" },
      el("div", {}, el("h1", {}, say("setup.section.theme")), el("p", { class: "quiet" }, say("setup.hint.theme"))),
      el("label", { class: "button slim file-button" }, el("span", {}, say("setup.theme-import")), opener),
      el("button", { class: "button slim", type: "button", on: { click: work(() => download("theme.toml")) } }, say("setup.theme-export")),
      el("button", { class: "button slim", type: "button", on: { click: usual } }, say("setup.theme-usual")),
      reset,
      adopt,
    ),
    note,
    body,
  ];
}

/** The preview of both looks on the left, what can be changed on the right. */
function parts(mine, theme, follow, redraw) {
  const shown = LOOKS.map((look) => el("div", {}));
  const refresh = () => {
    LOOKS.forEach((look, at) => put(shown[at], el("h3", {}, say(`setup.theme-${look}`)), mocks(mine, look)));
    follow();
  };
  LOOKS.forEach((look, at) => put(shown[at], el("h3", {}, say(`setup.theme-${look}`)), mocks(mine, look)));
  return el(
    "div",
    { class: "theme-halves" },
    el("section", { class: "theme-shown" }, el("h2", {}, say("setup.theme-preview")), shown),
    el("section", { class: "theme-told" }, general(mine, refresh, redraw), el("h2", {}, say("setup.theme-colours")), el("p", { class: "quiet" }, say("setup.theme-contrast-hint")), LOOKS.map((look) => colours(mine[look], look, theme.pairs, refresh))),
  );
}

function labelled(key, node) {
  return el("label", { class: "field theme-field" }, el("span", {}, say(key)), node);
}

function line(value, label, set, props) {
  const node = el("input", Object.assign({ class: "input slim", type: "text", autocomplete: "off", spellcheck: "false", value, "aria-label": label }, props));
  node.addEventListener("input", () => set(node.value));
  return node;
}

/** One box a language of something that is said; an empty one is left out. */
function said(map, key, refresh) {
  return ["zh-Hans", "zh-Hant", "en"].map((tag) => {
    const label = `${say(key)} ${say(`setup.column.${tag}`)}`;
    return line(map[tag] || "", label, (value) => {
      if (value.trim()) map[tag] = value.trim();
      else delete map[tag];
      refresh();
    }, { placeholder: say(`setup.column.${tag}`), maxlength: 80 });
  });
}

function general(mine, refresh, redraw) {
  const check = (name) => {
    const node = el("input", { type: "checkbox", checked: mine.door[name], on: { change: () => {
      mine.door[name] = node.checked;
      refresh();
    } } });
    return el("label", { class: "check" }, node, say(`setup.theme-${name}`));
  };
  const place = el("select", { class: "input slim" }, ["left", "top"].map((it) => el("option", { value: it }, say(`setup.theme-number.${it}`))));
  place.value = mine.door.number;
  place.addEventListener("change", () => {
    mine.door.number = place.value;
    refresh();
  });
  const scale = line(mine.scale_percent, say("setup.theme-scale"), (value) => {
    const whole = Math.round(Number(value));
    scale.classList.toggle("wrong", !(whole >= SCALE[0] && whole <= SCALE[1]));
    if (whole >= SCALE[0] && whole <= SCALE[1]) mine.scale_percent = whole;
    refresh();
  }, { type: "number", min: SCALE[0], max: SCALE[1] });
  const font = line(mine.font, say("setup.theme-font"), (value) => {
    mine.font = value.replace(/["'\\;{}<>]/g, "").trim();
    refresh();
  }, { maxlength: 60 });
  const group = (key, ...nodes) => el("fieldset", { class: "theme-group" }, el("legend", {}, say(key)), nodes);
  return [
    group("setup.theme-name", el("div", { class: "three" }, said(mine.names, "setup.theme-name", refresh))),
    el("div", { class: "theme-two" }, labelled("setup.theme-scale", scale), labelled("setup.theme-font", font)),
    logo(mine, redraw),
    group("setup.theme-door", el("div", { class: "theme-row" }, el("label", { class: "check" }, say("setup.theme-number"), place), check("queues"), check("badge"))),
    group("setup.theme-hall-name", el("div", { class: "three" }, said(mine.naming.hall, "setup.theme-hall-name", refresh))),
    group("setup.theme-zone-name", el("div", { class: "three" }, said(mine.naming.zone, "setup.theme-zone-name", refresh))),
  ];
}

function logo(mine, redraw) {
  const problem = el("p", { class: "form-problem", role: "alert" });
  const input = el("input", { type: "file", accept: "image/png,image/svg+xml", "aria-label": say("setup.theme-logo") });
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (!file || file.size > LOGO_BYTES || !["image/png", "image/svg+xml"].includes(file.type)) {
      text(problem, say("setup.logo-bad"));
      return;
    }
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      mine.logo = String(reader.result);
      redraw();
    });
    reader.readAsDataURL(file);
  });
  const remove = el("button", { class: "button slim", type: "button", disabled: !mine.logo, on: { click: () => {
    mine.logo = "";
    redraw();
  } } }, say("setup.logo-remove"));
  return el("fieldset", { class: "theme-group" }, el("legend", {}, say("setup.theme-logo")), el("div", { class: "theme-row" }, el("label", { class: "button slim file-button" }, el("span", {}, say("setup.logo-choose")), input), remove, problem));
}

/** The colours of one look, each with the pairs in which it is read and how far they are apart. */
function colours(palette, look, pairs, refresh) {
  const rows = new Map();
  const measure = () => {
    for (const [name, { node, told }] of rows) {
      node.value = palette[name];
      put(told, pairs.filter(([over]) => over === name).map(([over, under]) => measured(palette, over, under)));
    }
  };
  const list = Object.keys(palette).map((name) => {
    const told = el("span", { class: "theme-pairs" });
    const node = el("input", { type: "color", value: palette[name], "aria-label": `${say(`setup.theme-${look}`)} ${say(`setup.colour.${name}`)}` });
    node.addEventListener("input", () => {
      palette[name] = node.value.toLowerCase();
      measure();
      refresh();
    });
    rows.set(name, { node, told });
    return el("div", { class: "theme-colour" }, node, el("span", {}, say(`setup.colour.${name}`)), told);
  });
  measure();
  return el("div", { class: "theme-palette" }, el("h3", {}, say(`setup.theme-${look}`)), el("div", { class: "theme-colours" }, list));
}

function measured(palette, over, under) {
  const ratio = contrast(palette[over], palette[under]);
  return el("span", { class: ratio < LEAST ? "mark red" : "mark green" }, `${say(`setup.colour.${under}`)} ${(Math.floor(ratio * 10) / 10).toFixed(1)}`);
}
