// SPDX-License-Identifier: Apache-2.0
// The numbers behind a figure, and what befell one of them: from the report to the journal in two taps.

import { ask as dialog, complaint } from "/shared/dialogs.js";
import { el, put } from "/shared/dom.js";
import { clockText, elapsedText } from "/shared/time.js";
import { language, problemText, say } from "/shared/words.js";
import { ask, askJson, query, save } from "./doing.js";

const MEASURES = { s: (value) => elapsedText(Math.round(value)), times: String, stars: String };

/** Show the numbers of `{figure, first, last, section, slug, of, definition}` until somebody closes it. */
export function numbersDialog(about) {
  const title = say("room.behind-title", { name: about.of ? `${about.of} ${about.figure.name}` : about.figure.name, text: about.figure.text });
  const body = el("div", { class: "dialog-body wide-body", data: { numbers: about.figure.key } });
  const fill = async () => {
    put(body, el("p", { class: "quiet" }, say("shared.loading")));
    try {
      put(body, list(await page(about, ""), about));
    } catch (problem) {
      put(body, el("p", { class: "notice red", role: "alert" }, problemText(problem)));
    }
  };
  fill();
  const hint = [about.figure.basis, say("room.n", { n: about.figure.n })].filter(Boolean).join(" · ");
  return dialog(title, hint, () => ({ content: [about.definition ? el("p", { class: "quiet small" }, about.definition) : null, body] }), "shared.close");
}

/** Ask for a page of the numbers; after: the `next` of the one before. */
function page(about, after) {
  const { first, last, section, slug } = about;
  return askJson(`behind/${about.figure.key}${query({ first, last, section, slug, after, language: language() })}`);
}

/** A button that adds the next page to `rows` until there is none; `tell(n)`: so many are listed. */
function more(found, about, { rows, row, tell }) {
  let [next, listed] = [found.next, found.rows.length];
  const problem = complaint();
  const button = el("button", { class: "button wide", type: "button", hidden: !next, data: { act: "more" } });
  const said = () => put(button, say("room.behind-more", { n: Math.min(found.rows.length, found.n - listed) }));
  const add = async () => {
    button.disabled = true;
    problem.tell("");
    try {
      const further = await page(about, next);
      rows.append(...further.rows.map(row));
      [next, listed] = [further.next, listed + further.rows.length];
      tell(listed);
      said();
      button.hidden = !next;
    } catch (failed) {
      problem.tell(problemText(failed));
    }
    button.disabled = false;
  };
  button.addEventListener("click", add);
  said();
  return [problem.node, button];
}

function list(found, about) {
  const many = about.first !== about.last;
  const sum = el("p", { role: "status" });
  const tell = (listed) => put(sum, say("room.behind-sum", found) + (listed < found.n || found.next ? `；${say("room.behind-shown", { n: listed })}` : ""));
  tell(found.rows.length);
  if (!found.rows.length) return [sum, el("p", { class: "quiet" }, say("room.behind-none"))];
  const measured = found.unit in MEASURES;
  const partly = found.counted < found.n;
  const title = (text, className) => el("th", { scope: "col", class: className || null }, text);
  const head = [title(say("room.number")), many ? title(say("room.day")) : null, title(say("room.at")), measured ? title(say(`room.measure-${found.unit}`), "number") : null, partly ? title(say("room.counts")) : null, ["queue", "counter", "clerk"].map((key) => title(say(`room.${key}`)))];
  const row = (it) =>
    el(
      "tr",
      {},
      el("td", {}, el("button", { class: "figure leads", type: "button", "aria-label": say("room.timeline-open", { number: it.number }), data: { number: it.number }, on: { click: () => timelineDialog(it.day, it.number) } }, it.number)),
      many ? el("td", { class: "digits" }, it.day) : null,
      el("td", { class: "digits", "data-label": say("room.at") }, clockText(it.at_us, found.zone)),
      measured ? el("td", { class: "number digits", "data-label": say(`room.measure-${found.unit}`) }, it.measure === null ? "–" : MEASURES[found.unit](it.measure)) : null,
      partly ? el("td", {}, it.counts ? say("room.counts") : el("span", { class: "quiet" }, say("room.counts-no"))) : null,
      [it.queue, it.counter, it.clerk].map((text) => el("td", { class: "where" }, text || "–")),
    );
  const rows = el("tbody", {}, found.rows.map(row));
  return [
    sum,
    el("div", { class: "across tall", tabindex: "0", role: "region", "aria-label": say("room.number") }, el("table", { class: "numbers" }, el("thead", {}, el("tr", {}, head)), rows)),
    more(found, about, { rows, row, tell }),
  ];
}

/** Fetch all that befell a number. */
export function fetchTimeline(day, number) {
  return askJson(`timelines/${number}.json${query({ date: day, language: language() })}`);
}

/** Give the reader the same as PDF. */
export async function saveTimeline(day, number) {
  await save(await ask(`timelines/${number}.pdf${query({ date: day, language: language() })}`), `timeline-${number}-${day}.pdf`);
}

/** Show all that befell a number, until somebody closes it. */
export async function timelineDialog(day, number) {
  let found = null;
  let problem = null;
  try {
    found = await fetchTimeline(day, number);
  } catch (failed) {
    problem = failed;
  }
  const wrong = complaint();
  const print = () => saveTimeline(day, number).catch((failed) => wrong.tell(problemText(failed)));
  const hint = found ? say("room.timeline-about", { day: found.day, hall: found.hall }) : "";
  return dialog(say("room.timeline-of", { number }), hint, () => ({
    content: el("div", { class: "dialog-body wide-body", data: { timeline: number } }, found ? timeline(found) : el("p", { class: "notice red", role: "alert" }, problemText(problem)), wrong.node),
    end: found ? el("button", { class: "button main", type: "button", on: { click: print } }, say("room.print")) : null,
  }), "shared.close");
}

/** The nodes of a number's story. */
export function timeline(found) {
  const moment = (it) => el("li", { class: "moment" }, el("span", { class: "digits at" }, it.at), el("div", {}, el("b", {}, it.what), el("span", { class: "quiet by" }, it.by), it.facts.length ? el("p", { class: "quiet" }, it.facts.join(" · ")) : null));
  return [el("ol", { class: "moments across tall", tabindex: "0", "aria-label": say("room.timeline-of", { number: found.number }) }, found.moments.map(moment)), standard(found)];
}

function standard(found) {
  if (!found.standard) return el("p", { class: "quiet" }, say("room.standard-none"));
  const { parameters, deviations } = found;
  const line = ([key, name, value]) => el("tr", {}, el("td", {}, name, el("span", { class: "quiet small" }, key)), el("td", { class: "digits" }, value));
  return el(
    "details",
    { class: "standard" },
    el("summary", {}, say("room.standard-then", { mark: found.standard, n: parameters.length, deviations: deviations.length })),
    deviations.length ? [el("h3", {}, say("room.deviations")), el("ul", { class: "lines" }, deviations.map((it) => el("li", {}, it.filter(Boolean).join(" · "))))] : null,
    el("table", { class: "texts" }, el("tbody", {}, parameters.map(line))),
  );
}
