// SPDX-License-Identifier: Apache-2.0
// "Why was this number first?": asks for two numbers, shows each call between them, prints it without personal data.

import { ask, complaint } from "./dialogs.js";
import { el } from "./dom.js";
import { staffAuth } from "./sign.js";
import { problemText, say } from "./words.js";

const NUMBER = /^\s*([A-Za-z]{1,2}\d{1,4})\s*$/;

/** Ask for two numbers of today and show the answer, until somebody closes it. `first`: a number that is known already. */
export async function whyDialog(first = "") {
  const numbers = await askNumbers(first);
  if (!numbers) return;
  const address = `/api/v1/why/${numbers.join("-")}`;
  await showAnswer(await answerOf(`${address}.json`), `${address}.pdf`);
}

async function answerOf(address) {
  const { token } = await staffAuth();
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
  const said = await answer.json();
  if (!answer.ok) throw said;
  return said;
}

function askNumbers(first) {
  return ask(say("why.title"), say("why.hint"), (done) => {
    const field = (value) => el("input", { class: "input", type: "text", value, maxlength: "6", autocomplete: "off", autocapitalize: "characters", "aria-label": say("why.number") });
    const inputs = [field(first), field("")];
    const problem = complaint();
    const end = () => {
      const found = inputs.map((input) => NUMBER.exec(input.value));
      const wrong = found.findIndex((it) => !it);
      if (wrong < 0) return done(found.map((it) => it[1].toUpperCase()));
      problem.tell(say("why.number-wrong"));
      inputs[wrong].focus();
    };
    return {
      content: el("div", { class: "dialog-body" }, el("div", { class: "why-two" }, inputs[0], el("span", { class: "quiet" }, say("why.against")), inputs[1]), problem.node),
      end: el("button", { class: "button main", type: "button", on: { click: end } }, say("why.show")),
      focus: first ? inputs[1] : inputs[0],
      key: (event) => event.key === "Enter" && !event.isComposing && event.target instanceof HTMLInputElement && end(),
    };
  });
}

function showAnswer(answer, pdf) {
  return ask(say("why.about", answer), say("why.no-personal"), () => {
    const problem = complaint();
    const print = async () => {
      try {
        await download(pdf, `${answer.title} ${answer.a} ${answer.b}.pdf`);
      } catch (failed) {
        problem.tell(problemText(failed));
      }
    };
    const line = (it) =>
      el("tr", { class: it.who ? "asked" : null }, el("td", { class: "digits" }, it.at), el("td", { class: "digits strong" }, it.number), el("td", {}, it.text));
    return {
      content: el(
        "div",
        { class: "dialog-body why-answer" },
        el("div", { class: "why-sum" }, answer.summary.map((sentence, at) => el("p", { class: at === 1 ? "strong" : null }, sentence))),
        el("div", { class: "why-lines" }, el("table", {}, el("tbody", {}, answer.lines.map(line)))),
        problem.node,
      ),
      end: el("button", { class: "button main", type: "button", on: { click: print } }, say("why.print")),
    };
  }, "shared.close");
}

async function download(address, name) {
  const { token } = await staffAuth();
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw await answer.json();
  const file = URL.createObjectURL(await answer.blob());
  const link = el("a", { href: file, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(file);
}
