// SPDX-License-Identifier: Apache-2.0
// A talk in writing with a deaf visitor: what is typed or chosen here stands large on the counter's display; what the visitor writes or
// presses there stands here. It lives in the hall's memory alone, and goes when the visitor leaves the counter.

import { el, put, show, text } from "/shared/dom.js";
import { ink } from "/shared/ink.js";
import { say } from "/shared/words.js";

const CANNED = ["hello", "which", "id", "papers", "phone", "sign", "missing", "wait", "ready"];
const LONGEST = 200;

/** The card of talks; tell(message) says something to the visitor. → `{begin(), heard(whisper)}` */
export function talkCard(tell) {
  let parts = null;

  function open() {
    const input = el("input", { class: "input", maxlength: LONGEST, autocomplete: "off", placeholder: say("talk.type"), "aria-label": say("talk.type") });
    const send = (event) => {
      event.preventDefault();
      if (input.value.trim() && tell({ text: input.value.trim() })) input.value = "";
    };
    const log = el("ol", { class: "talk-log", "aria-live": "polite" });
    const warning = el("p", { class: "notice", role: "status", hidden: true });
    const paper = el("canvas", { class: "talk-ink", role: "img", "aria-label": say("talk.ink") });
    const button = (word, message, more = "") => el("button", { class: `button slim ${more}`, type: "button", on: { click: () => tell(message) } }, word);
    const card = el(
      "section",
      { class: "talk card", id: "talk", "aria-label": say("talk.title") },
      el("h2", { class: "section-title" }, el("span", {}, say("talk.title")), button(say("talk.end"), { do: "end" })),
      warning,
      log,
      el("div", { class: "talk-canned" }, CANNED.map((code) => button(say(`talk.say-${code}`), { code }, "talk-code"))),
      el("form", { class: "talk-type", on: { submit: send } }, input, el("button", { class: "button main", type: "submit" }, say("talk.send"))),
      el("div", { class: "talk-pad" }, paper, button(say("talk.wipe"), { do: "wipe" })),
      el("p", { class: "quiet" }, say("talk.kept")),
    );
    document.body.append(card);
    document.body.classList.add("talking");
    parts = { card, input, log, warning, ink: ink(paper) };
    input.focus();
  }

  function close() {
    if (parts) parts.card.remove();
    document.body.classList.remove("talking");
    parts = null;
  }

  function draw(talk) {
    if (!parts) open();
    put(parts.log, talk.lines.map(lineOf));
    parts.log.scrollTop = parts.log.scrollHeight;
    const warning = !talk.shown ? "talk.no-display" : !talk.touch ? "talk.no-touch" : "";
    text(parts.warning, warning && say(warning));
    show(parts.warning, Boolean(warning));
    parts.ink.all(talk.ink);
  }

  return {
    begin: () => tell({ do: "begin" }),
    heard: ({ talk, stroke }) => {
      if (talk === null) close();
      else if (talk) draw(talk);
      if (stroke && parts) parts.ink.draw(stroke);
    },
  };
}

function lineOf(line) {
  const words = line.text || say(`talk.${line.by === "clerk" ? "say" : "reply"}-${line.code}`);
  return el("li", { class: `talk-line ${line.by}` }, el("span", { class: "quiet" }, say(line.by === "clerk" ? "talk.me" : "talk.visitor")), " ", words);
}
