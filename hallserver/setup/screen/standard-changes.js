// SPDX-License-Identifier: Apache-2.0
// What lies ready for the next opening, and what is to be changed: every value old and new, day by day, what is refused, adopted or not.

import { adopt, clear, preview, sizeOf } from "./standard-draft.js";
import { el, put } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

/** Draw what comes and what is being changed; nothing where there is neither. */
export function changesPart(desk) {
  const { kept, sheet } = desk;
  return [sizeOf(kept) ? drafted(desk) : null, sheet.filed || sheet.coming.length ? coming(desk) : null];
}

/** A table of what was and what will be. */
export function changesTable(changes, caption) {
  const heads = [say("setup-standard.col-parameter"), say("setup-standard.preview-old"), say("setup-standard.preview-new")].map((head) => el("th", { scope: "col" }, head));
  const row = (change) => el("tr", {}, el("td", {}, change.name, " ", el("code", {}, change.key)), el("td", {}, el("del", {}, change.before)), el("td", {}, el("ins", {}, change.after), change.why ? el("p", { class: "quiet" }, change.why) : null));
  return el("table", { class: "reading standard-diff" }, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)), el("tbody", {}, changes.map(row)));
}

function coming(desk) {
  const { kept, sheet, may } = desk;
  const withdraw = el("button", { class: "button slim", type: "button", hidden: !may || !sheet.filed }, say("setup-standard.withdraw"));
  withdraw.addEventListener("click", async () => {
    clear(kept);
    kept.anew = true;
    try {
      await adopt(kept, "", false);
      kept.anew = false;
      desk.done(say("setup-standard.withdrawn"));
    } catch (problem) {
      desk.tell(problemText(problem));
    } finally {
      kept.anew = false;
    }
  });
  const changes = sheet.coming.length ? changesTable(sheet.coming, say("setup-standard.coming", { on: sheet.next_on })) : el("p", {}, say("setup-standard.filed"));
  return el("section", { class: "standard-coming", "aria-label": say("setup-standard.filed") }, changes, withdraw);
}

function drafted(desk) {
  const { kept, sheet } = desk;
  const shown = el("div", { class: "standard-preview", "aria-live": "polite" }, el("p", { class: "quiet" }, say("setup-standard.loading")));
  const later = el("button", { class: "button main slim", type: "button", disabled: true }, say("setup-standard.adopt-opening"));
  const now = el("button", { class: "button slim", type: "button", disabled: true }, say("setup-standard.adopt-now"));
  const drop = el("button", { class: "button slim", type: "button" }, say("setup-standard.draft-clear"));
  let mark = "";
  const act = (at_once) => async () => {
    later.disabled = now.disabled = true;
    try {
      await adopt(kept, mark, at_once);
      clear(kept);
      desk.done(at_once ? say("setup-standard.adopted") : say("setup-standard.filed-done", { on: sheet.next_on }));
    } catch (problem) {
      desk.tell(problemText(problem));
      await look();
    }
  };
  const look = async () => {
    try {
      const found = await preview(kept);
      mark = found.mark;
      later.disabled = !found.able;
      now.disabled = !found.able || sheet.open;
      put(shown, comes(found));
    } catch (problem) {
      put(shown, el("p", { class: "form-problem", role: "alert" }, problemText(problem)));
    }
  };
  later.addEventListener("click", act(false));
  now.addEventListener("click", act(true));
  drop.addEventListener("click", () => {
    clear(kept);
    desk.draw();
  });
  look();
  return el(
    "section",
    { class: "standard-draft", "aria-label": say("setup-standard.draft-title", { n: sizeOf(kept) }) },
    el("header", {}, el("h2", {}, say("setup-standard.draft-title", { n: sizeOf(kept) })), drop, now, later),
    el("p", { class: "quiet" }, say("setup-standard.draft-hint", { on: sheet.next_on }), sheet.open ? ` ${say("setup-standard.adopt-open")}` : ""),
    el("ul", { class: "standard-chips" }, chips(desk)),
    shown,
  );
}

/** What is to be changed, one by one, each to be dropped again. */
function chips(desk) {
  const { kept, sheet } = desk;
  const chip = (name, forget) => {
    const button = el("button", { class: "chip-drop", type: "button", "aria-label": say("setup-standard.draft-drop-of", { name }), title: say("setup-standard.draft-drop"), on: { click: () => {
      forget();
      desk.draw();
    } } }, "×");
    return el("li", {}, el("span", {}, name), button);
  };
  const edits = Array.from(kept.edits.values()).map((edit) => {
    const row = sheet.parameters.find((one) => one.key === edit.key);
    const doing = edit.remove ? say("setup-standard.draft-remove") : edit.value === undefined || edit.value === null ? say("setup-standard.draft-confirm") : "";
    return chip([row ? row.name : edit.key, doing].filter(Boolean).join(" · "), () => kept.edits.delete(edit.key));
  });
  const files = kept.files.map((file) => chip(say("setup-standard.draft-layer", { place: file.name }), () => {
    kept.files = kept.files.filter((one) => one !== file);
  }));
  const without = kept.without.map((tier) => chip(say("setup-standard.draft-without", { place: say(`profile-tier.${tier}`) }), () => {
    kept.without = kept.without.filter((one) => one !== tier);
  }));
  const preset = kept.preset ? chip(say("setup-standard.draft-preset", { name: say(`setup-standard.preset-${kept.preset}`) }), () => {
    kept.preset = "";
  }) : null;
  const root = kept.root ? chip(say("setup-standard.draft-root"), () => {
    kept.root = false;
  }) : null;
  return [edits, files, without, preset, root];
}

function comes(found) {
  const refused = (found.refused || []).map((one) => el("li", {}, one.key ? el("code", {}, one.key) : null, " ", one.detail));
  if (refused.length) return [el("p", { class: "red-title", role: "alert" }, say("setup-standard.draft-refused")), el("ul", { class: "plain" }, refused)];
  if (!found.able) return el("p", {}, say("setup-standard.draft-same"));
  return [
    found.days.map((day) => changesTable(day.changes, say("setup-standard.preview-on", { on: day.on }))),
    found.said.length ? changesTable(found.said, say("setup-standard.preview-said")) : null,
  ];
}

