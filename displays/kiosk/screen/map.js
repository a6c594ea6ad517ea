// SPDX-License-Identifier: Apache-2.0
// Where things are in this hall: its zones and counters drawn, pictures of it, and whom to ask.

import { el } from "/shared/dom.js";
import { plan } from "/shared/plan.js";
import { named, say } from "/shared/words.js";

/** The plan of the hall: `zones` to draw, `maps` as pictures, names of the help point. */
export function mapSheet({ zones, maps, help_point }) {
  const title = say("kiosk.tool-map");
  const point = named(help_point);
  return el(
    "div",
    { class: "sheet-box wide map-box", id: "map" },
    el("h1", {}, title),
    el(
      "div",
      { class: "map-list" },
      maps.map((it) => el("img", { class: "map", src: it.url, alt: named(it.names) || title })),
      zones.length ? plan(zones, [], title) : null,
    ),
    point ? el("p", {}, `${say("ticket.help-point")} ${point}`) : null,
    el("p", { class: "quiet" }, say("ticket.ask-guide")),
  );
}
