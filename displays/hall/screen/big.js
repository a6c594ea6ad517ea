// SPDX-License-Identifier: Apache-2.0
// The big place: the number that is called and the way to its counter; without a call a word of welcome.

import { byId, el, put, show, text } from "/shared/dom.js";
import { also, alsoNamed } from "/shared/second.js";
import { named, say } from "/shared/words.js";
import { idleKey } from "./standing.js";

/** Draw the call, or that there is none; `now`: its visitor is still expected. */
export function drawBig(view, call, now) {
  show(byId("now-call"), Boolean(call));
  show(byId("idle"), !call);
  show(byId("idle-second"), !call);
  byId("now").classList.toggle("past", Boolean(call) && !now);
  if (!call) {
    drawIdle(view);
    return;
  }
  title(titleOf(call, now));
  text(byId("number"), call.label);
  byId("number").dataset.length = call.label.length;
  put(byId("to"), toCounter(call, now));
  text(byId("place"), placeOf(call.counter));
  document.body.classList.toggle("placed", Boolean(placeOf(call.counter)));
  text(byId("to-second"), also(now ? "hall.to" : "hall.at", { number: call.counter.number }) + placeSecond(call.counter));
}

function title(key) {
  text(byId("now-title"), say(key));
  text(byId("now-second"), also(key));
}

function titleOf(call, now) {
  if (!now) return "hall.last";
  return call.mark === "back" ? "hall.back" : "hall.now";
}

function toCounter(call, now) {
  const [before, after] = say(now ? "hall.to" : "hall.at", { number: "\u0000" }).split("\u0000");
  return [
    el("span", {}, before),
    el("strong", { class: "digits" }, call.counter.number),
    el("span", {}, after),
    call.mark ? el("span", { class: `mark mark-${call.mark}` }, say(`hall.mark-${call.mark}`)) : null,
  ];
}

/** Zone and room as people look for them; "" where there is nothing to look for. */
export function placeOf(counter) {
  return [named(counter.zone_names), counter.room].filter(Boolean).join(" · ");
}

function placeSecond(counter) {
  const zone = alsoNamed(counter.zone_names);
  return zone ? ` · ${zone}` : "";
}

function drawIdle(view) {
  if (!view) {
    text(byId("now-title"), say("shared.loading"));
    return;
  }
  title("hall.welcome");
  text(byId("idle"), say(idleKey(view.hall)));
  text(byId("idle-second"), also(idleKey(view.hall)));
}
