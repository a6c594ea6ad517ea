// SPDX-License-Identifier: Apache-2.0
// One parameter with all there is to say of it, and what this hall says otherwise: changed, confirmed, taken away.

import { refusalOf } from "./standard-draft.js";
import { el, put, text } from "/shared/dom.js";
import { knows, problemText, say } from "/shared/words.js";

/** Open the dialog of a parameter. */
export function explain(row, desk) {
  const problem = el("p", { class: "form-problem", role: "alert" });
  const close = el("button", { class: "button", type: "button" }, say("shared.close"));
  const dialog = el("dialog", { class: "wide standard-dialog", "aria-label": row.name });
  const take = async (edit) => {
    text(problem, "");
    if (!edit.remove && !edit.reason) {
      text(problem, say("setup-standard.edit-reason-needed"));
      return;
    }
    try {
      const refused = await refusalOf(desk.kept, edit);
      if (refused) {
        text(problem, refused);
        return;
      }
      desk.kept.edits.set(row.key, edit);
      dialog.close();
      desk.draw();
    } catch (failed) {
      text(problem, problemText(failed));
    }
  };
  const editor = desk.may ? ownPart(row, desk, take) : { fields: el("p", { class: "quiet" }, say("setup-standard.read-only")), buttons: null };
  const inner = el("form", { class: "dialog-box", method: "dialog", novalidate: true }, el("h2", {}, row.name, " ", el("code", {}, row.key)), el("div", { class: "details-fields" }, told(row), editor.fields), problem, el("div", { class: "dialog-end" }, close, editor.buttons));
  inner.addEventListener("submit", (event) => event.preventDefault());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    const again = document.querySelector(`tr[data-key="${row.key}"] button`);
    if (again) again.focus();
  });
  dialog.append(inner);
  document.body.append(dialog);
  dialog.showModal();
}

function told(row) {
  const binding = `setup-standard.bind-${row.bind}`;
  const lines = [
    ["meaning", row.note],
    ["value", row.shown],
    ["root", row.root],
    ["range", row.fixed ? say("setup-standard.only-value") : `${row.range} ${typeof row.value === "number" ? row.unit : ""}`],
    ["binding", knows(binding) ? say(binding) : row.binding],
    ["article", row.article],
    ["source", row.source],
    ["used-by", row.used_by.length ? row.used_by.join(", ") : say("setup-standard.filter-unused")],
  ];
  const said = row.said.length ? el("ul", { class: "plain" }, row.said.map((sentence) => el("li", {}, sentence))) : say("setup-standard.said-none");
  return el("dl", { class: "standard-told" }, lines.filter(([, content]) => content).map(([name, content]) => [el("dt", {}, say(`setup-standard.${name}`)), el("dd", {}, content)]), el("dt", {}, say("setup-standard.said")), el("dd", {}, said, row.unconfirmed ? el("p", {}, el("span", { class: "mark amber" }, say("setup-standard.mark-unconfirmed"))) : null));
}

/** What the hall says of it now, or is to say. */
function ownPart(row, { kept, author }, take) {
  const drafted = kept.edits.get(row.key);
  const said = drafted || row.own || {};
  const value = valueField(row, said.value === undefined || said.value === null ? row.value : said.value);
  const reason = el("textarea", { class: "input", rows: 2, maxlength: 400, placeholder: say("setup-standard.edit-reason-ask") });
  reason.value = said.reason || "";
  const date = (of) => el("input", { class: "input slim", type: "date", value: of || "" });
  const [since, until] = [date(said.since), date(said.until)];
  const confirm = el("input", { type: "checkbox", checked: Boolean(drafted && drafted.confirm) });
  const closed = row.closed_by || row.fixed;
  const shared = () => ({ key: row.key, reason: reason.value.trim(), since: since.value, until: until.value });
  const button = (key, className, edit) => el("button", { class: `button ${className}`, type: "button", on: { click: () => take(edit()) } }, say(`setup-standard.${key}`));
  const labelled = (key, node) => el("label", { class: "field" }, el("span", {}, say(`setup-standard.${key}`)), node);
  const fields = [
    el("h3", {}, say("setup-standard.edit-title")),
    row.closed_by ? el("p", { class: "notice" }, say("setup-standard.closed", { place: row.closed_by })) : null,
    closed ? null : el("div", { class: "standard-edit" }, labelled("edit-value", value.node), labelled("edit-since", since), labelled("edit-until", until)),
    closed && !row.unconfirmed ? null : labelled("edit-reason", reason),
    !closed && row.bind === "LOC" ? el("label", { class: "check" }, confirm, say("setup-standard.edit-confirm")) : null,
    author ? el("p", { class: "quiet" }, say("setup-standard.edit-author", { who: author })) : null,
  ];
  const buttons = [
    row.own ? button("edit-remove", "danger", () => ({ key: row.key, remove: true })) : null,
    row.unconfirmed ? button("edit-only-confirm", "", () => Object.assign(shared(), { since: "", until: "", confirm: true })) : null,
    closed ? null : button("edit-take", "main", () => Object.assign(shared(), { value: value.read(), confirm: confirm.checked })),
  ];
  return { fields, buttons };
}

/** What a value of this kind is typed or chosen in. */
function valueField(row, value) {
  if (typeof row.value === "boolean") return chosen([["true", say("setup-standard.yes")], ["false", say("setup-standard.no")]], value, (it) => it === "true");
  if (row.choices.length) return chosen(row.choices.map((choice) => [choice.value, choice.text]), value, (it) => it);
  const number = typeof row.value === "number";
  const node = el("input", { class: "input", type: number ? "number" : "text", value, min: number ? row.low : null, max: number ? row.high : null, step: "any", autocomplete: "off" });
  if (!number) return { node, read: () => node.value.trim() };
  return { node: el("div", { class: "standard-unit" }, node, el("span", {}, row.unit)), read: () => (node.value === "" ? null : Number(node.value)) };
}

function chosen(choices, value, read) {
  const node = el("select", { class: "input" });
  put(node, choices.map(([name, said]) => el("option", { value: name }, said)));
  node.value = String(value);
  return { node, read: () => read(node.value) };
}
