// SPDX-License-Identifier: Apache-2.0
// The row of buttons below: find a service, see what to bring, ask for priority or help, act on a number one has.

import { byId, el, put, show } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { icon } from "./icons.js";
import { elder } from "./modes.js";

const TOOLS = ["search", "themes", "papers", "wishes", "have", "map"];
const IDS = { search: "find-open", themes: "themes", papers: "look", wishes: "wish", have: "have", map: "map-open" };

/** Draw the buttons for what is shown, of a hall that gives no numbers (`shown`: `closed`) those for who has one; `open(tool)` is told which was pressed. */
export function drawTools(shown, view, chosen, open) {
  const box = byId("tools");
  show(box, ["home", "find", "closed"].includes(shown));
  if (box.hidden) return;
  const fits = {
    search: shown === "home",
    themes: shown === "home" && !elder() && view.themes.length > 0,
    papers: shown !== "closed" && view.services.some((row) => row.papers),
    wishes: shown !== "closed",
    have: shown !== "find",
    map: shown !== "find",
  };
  const on = { papers: chosen.looking, wishes: Boolean(chosen.group) || chosen.needs.length > 0 };
  const drawn = JSON.stringify([fits, on, say("kiosk.have")]);
  // Whoever has reached one by keys stays on it.
  if (box.drawn === drawn) return;
  const held = box.contains(document.activeElement) ? document.activeElement.id : "";
  box.drawn = drawn;
  put(box, TOOLS.filter((name) => fits[name]).map((name) => tool(name, on[name], open)));
  if (held && document.getElementById(held)) document.getElementById(held).focus();
  box.setAttribute("aria-label", say("kiosk.tools"));
}

function tool(name, on, open) {
  const pressed = on === undefined ? null : String(on);
  const words = say(name === "papers" && on ? "kiosk.tool-papers-off" : `kiosk.tool-${name}`);
  return el(
    "button",
    { class: "button tool", type: "button", id: IDS[name], "aria-pressed": pressed, on: { click: () => open(name) } },
    el("span", { class: "tool-in" }, icon(name), el("span", {}, words)),
  );
}
