// SPDX-License-Identifier: Apache-2.0
// The kiosk's home: the services, what the printer says, the card that was laid, the priority that was declared.

import { byId, el, keyed, show, text } from "/shared/dom.js";
import { rangeText } from "/shared/time.js";
import { knows, language, named, say } from "/shared/words.js";
import { printerTexts } from "./sheets.js";

const PER_PAGE = 8;

/** Draw the home from the view and `chosen` ({page, group, card, card_s}); `take(slug)` takes a number. */
export function drawHome(view, chosen, take) {
  const pages = Math.max(1, Math.ceil(view.services.length / PER_PAGE));
  chosen.page = Math.min(chosen.page, pages - 1);
  text(byId("title"), say("kiosk.choose"));
  text(byId("hint"), say("kiosk.choose-hint"));
  const warning = printerTexts(view).join(language() === "en" ? " " : "");
  show(byId("printer"), warning !== "");
  text(byId("printer"), warning);
  drawCard(chosen);
  drawPages(chosen.page, pages);
  drawPriority(view, chosen.group);
  text(byId("have"), say("kiosk.have"));
  const rows = view.services.slice(chosen.page * PER_PAGE, (chosen.page + 1) * PER_PAGE);
  const grid = byId("services");
  grid.dataset.count = rows.length;
  keyed(grid, rows, (row) => row.slug, (row) => makeService(row, take), drawService);
}

/** Draw the line that says whose card was read and for how long it counts. */
export function drawCard({ card, card_s }) {
  show(byId("card"), Boolean(card));
  if (!card) return;
  text(byId("card-text"), say("kiosk.card", { last: card.last }));
  text(byId("card-clear"), say("kiosk.card-clear", { n: card_s }));
}

function drawPages(page, pages) {
  show(byId("pages"), pages > 1);
  text(byId("before"), say("kiosk.before"));
  text(byId("after"), say("kiosk.after"));
  byId("before").disabled = page === 0;
  byId("after").disabled = page === pages - 1;
  text(byId("where"), `${page + 1} / ${pages}`);
}

function makeService(row, take) {
  return el(
    "button",
    { class: "service", type: "button", data: { service: row.slug }, on: { click: () => take(row.slug) } },
    el(
      "span",
      { class: "service-in" },
      el("span", { class: "service-letter digits" }),
      el("span", { class: "service-name" }),
      el("span", { class: "service-waiting" }),
      el("span", { class: "service-range" }),
    ),
  );
}

function drawService(node, row) {
  const [letter, name, waiting, range] = node.firstChild.children;
  text(letter, row.letter);
  letter.dataset.length = row.letter.length;
  text(name, named(row.names));
  text(waiting, row.waiting ? say("kiosk.waiting", { n: row.waiting }) : say("kiosk.nobody"));
  const forecast = row.range_s ? say("kiosk.range", { range: rangeText(row.range_s) }) : "";
  text(range, row.stopped ? stoppedWhy(row) : row.counters ? forecast : say("kiosk.no-counter"));
  range.classList.toggle("amber", Boolean(row.stopped) || !row.counters);
  node.disabled = Boolean(row.stopped);
}

/** Why a service gives no numbers while others do: full, or stopped. */
function stoppedWhy(row) {
  const why = `stopped.${row.stopped}`;
  return knows(why) ? say(why) : say("stopped.other");
}

function drawPriority(view, chosen) {
  show(byId("priority"), view.groups.length > 0);
  const group = view.groups.find((row) => row.slug === chosen);
  text(byId("chosen"), group ? say("kiosk.declared", { group: named(group.names) }) : say("kiosk.priority-hint"));
  text(byId("declare"), group ? say("kiosk.declare-other") : say("kiosk.declare"));
  byId("priority").classList.toggle("on", Boolean(group));
}

function suspendedWhy(view) {
  const why = `suspension.${view.hall.suspended}`;
  return knows(why) ? say(why) : say("suspension.other");
}

/** Why no number can be given now, as {title, text, tone}; null when one can. */
export function closedWhy(view, stale) {
  if (stale) return { title: say("kiosk.offline"), text: say("kiosk.offline-hint"), tone: "red" };
  if (!view) return { title: say("shared.loading"), text: "", tone: "plain" };
  if (!view.hall.open) return { title: say("kiosk.closed"), text: say("kiosk.closed-hint"), tone: "plain" };
  if (view.hall.suspended) return { title: say("suspension.title"), text: suspendedWhy(view), tone: "red" };
  if (view.hall.issuing) return null;
  const why = `stopped.${view.hall.stopped}`;
  return { title: knows(why) ? say(why) : say("stopped.other"), text: say("kiosk.stopped-hint"), tone: "plain" };
}
