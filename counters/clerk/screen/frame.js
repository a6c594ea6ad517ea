// SPDX-License-Identifier: Apache-2.0
// The places of the terminal and of the strip; what stands in them is drawn anew when it changes.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

function message() {
  return el("p", { id: "message", class: "message", role: "alert", hidden: true });
}

/** Three columns: queues and line, the ticket in hand with its keys, who is held and absent. */
export function terminalFrame() {
  const pane = (id, more = "") => el("section", { id, class: `card pane ${more}` });
  return el(
    "div",
    { class: "terminal" },
    el("aside", { class: "side" }, pane("queues"), pane("line", "grow")),
    el(
      "div",
      { class: "middle" },
      el("section", { id: "hand", class: "card hand", "aria-label": say("clerk.in-hand") }),
      message(),
      el("div", { id: "pad", class: "pad", role: "group", "aria-label": say("clerk.keys") }),
    ),
    el("aside", { class: "side" }, el("div", { id: "site" }), pane("held", "grow"), pane("absent", "grow")),
  );
}

/** Two lines: how it stands, and the keys. */
export function stripFrame() {
  return el("div", { class: "strip" }, el("div", { id: "line", class: "strip-line" }), message(), el("div", { id: "pad", class: "strip-keys", role: "group", "aria-label": say("clerk.keys") }));
}
