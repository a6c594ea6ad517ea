// SPDX-License-Identifier: Apache-2.0
// The kiosk's home: at most eight buttons, what the printer says, the card that was laid, what the visitor asked for beforehand.

import { byId, el, keyed, show, text } from "/shared/dom.js";
import { rangeText } from "/shared/time.js";
import { language, named, say } from "/shared/words.js";
import { noticeText, rowStoppedWhy, shortDaysText } from "./closed.js";
import { icon } from "./icons.js";
import { elder } from "./modes.js";
import { printerTexts } from "./sheets.js";
import { wishesText } from "./wishes.js";

const MOST = 8;
const MOST_ELDER = 6;
const MOST_COMPREHENSIVE = 5;
const MOST_NAMED = 3;
const MORE = { slug: "more", names: {} };

/** Draw the home from the view and `chosen` ({looking, group, needs, card, card_s}); `press(slug)` is a press on a service, without a slug on all others. */
export function drawHome(view, chosen, now_us, press) {
  text(byId("title"), say(chosen.looking ? "kiosk.look" : "kiosk.choose"));
  const days = chosen.looking ? "" : shortDaysText(view, now_us);
  text(byId("hint"), days || say(chosen.looking ? "kiosk.look-hint" : "kiosk.choose-hint"));
  byId("hint").classList.toggle("days", days !== "");
  line("printer", printerTexts(view).join(language() === "en" ? " " : ""));
  line("lunch", noticeText(view, now_us));
  drawCard(chosen);
  line("wishes", wishesText(view, chosen), "chosen");
  text(byId("wishes-clear"), say("kiosk.clear"));
  drawServices(byId("services"), homeRows(view), chosen.looking, press);
}

function line(id, said, inner) {
  show(byId(id), said !== "");
  text(byId(inner || id), said);
}

/** What stands on the home: the comprehensive service first, then the others in the catalog's order; the last leads to the `rest` that has no room. */
export function homeRows(view) {
  const whole = view.services.find((row) => row.slug === view.comprehensive);
  const rows = whole ? [Object.assign({ big: true }, whole), ...view.services.filter((row) => row !== whole)] : view.services;
  const most = whole ? MOST_COMPREHENSIVE : elder() ? MOST_ELDER : MOST;
  return rows.length <= most ? rows : [...rows.slice(0, most - 1), Object.assign({ rest: rows.slice(most - 1) }, MORE)];
}

/** Draw the line that says whose card was read and for how long it counts. */
export function drawCard({ card, card_s }) {
  show(byId("card"), Boolean(card));
  if (!card) return;
  text(byId("card-text"), say("kiosk.card", { last: card.last }));
  text(byId("card-clear"), say("kiosk.card-clear", { n: card_s }));
}

/** Draw services as large buttons into a grid; `looking`: a press shows what to bring. */
export function drawServices(grid, rows, looking, press) {
  grid.dataset.count = rows.length;
  grid.classList.toggle("with-big", rows.some((row) => row.big));
  const make = (row) => makeService(row, (node) => press(node.dataset.service));
  keyed(grid, rows, (row) => `${row.slug}${row.big ? "!" : ""}`, make, (node, row) => drawService(node, row, looking));
}

function makeService(row, press) {
  const node = el(
    "button",
    { class: `service${row.big ? " big" : ""}${row.rest ? " rest" : ""}`, type: "button", data: row.rest ? { more: "" } : { service: row.slug } },
    el(
      "span",
      { class: "service-in" },
      el("span", { class: "service-name" }),
      row.rest ? icon("more") : el("span", { class: "service-letter digits", "aria-hidden": "true" }),
      el("span", { class: "service-waiting" }),
      el("span", { class: "service-range" }),
    ),
  );
  node.addEventListener("click", () => press(node));
  return node;
}

function drawService(node, row, looking) {
  const [name, letter, waiting, range] = node.firstChild.children;
  if (row.rest) {
    text(name, say("kiosk.more"));
    text(waiting, say("kiosk.more-count", { n: row.rest.length }));
    text(range, someNames(row.rest));
    return;
  }
  text(letter, row.letter);
  letter.dataset.length = row.letter.length;
  text(name, row.big ? say("kiosk.anything") : named(row.names));
  text(waiting, looking ? say(row.papers ? "kiosk.see-papers" : "kiosk.no-papers") : row.waiting ? say("kiosk.waiting", { n: row.waiting }) : say("kiosk.nobody"));
  text(range, looking ? "" : rangeOf(row));
  range.classList.toggle("amber", !looking && (Boolean(row.stopped) || !row.counters));
  node.disabled = looking ? !row.papers : Boolean(row.stopped);
}

/** The first of the names: hundreds would be no help, and would all be read aloud. */
function someNames(rows) {
  const first = rows.slice(0, MOST_NAMED).map((it) => named(it.names));
  return first.join(say("kiosk.and")) + (rows.length > MOST_NAMED ? "…" : "");
}

function rangeOf(row) {
  if (row.stopped) return rowStoppedWhy(row);
  if (!row.counters) return say("kiosk.no-counter");
  return row.range_s ? say("kiosk.range", { range: rangeText(row.range_s) }) : "";
}
