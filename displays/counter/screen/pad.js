// SPDX-License-Identifier: Apache-2.0
// The pad: what a finger or pen draws goes to the clerk piece by piece, while it is drawn.

import { el, show } from "/shared/dom.js";
import { ink } from "/shared/ink.js";
import { say } from "/shared/words.js";

const WHOLE = 1000;
const EVERY_MS = 100;
// Numbers of one piece, and of all of them: as the hall takes them.
const MOST_PIECE = 300;
const MOST = 7800;

/** Make a pad; send(piece), wiped(). → `{node, follow(pieces, wipes)}`: what is drawn, and how often it was wiped, as the hall has it. */
export function writingPad(send, wiped) {
  const canvas = el("canvas", { class: "pad-paper", "aria-label": say("talk.pad"), role: "img" });
  const hint = el("span", { class: "pad-hint" }, say("talk.pad"));
  const full = el("span", { class: "pad-full", hidden: true }, say("talk.full"));
  const wipe = el("button", { class: "button pad-wipe", type: "button" }, say("talk.wipe"));
  const node = el("div", { class: "pad" }, canvas, hint, full, wipe);
  const drawn = ink(canvas);
  let count = 0;
  let piece = null;
  let timer = 0;
  let wipes = 0;

  const clear = () => {
    count = 0;
    piece = null;
    drawn.wipe();
    show(hint, true);
    show(full, false);
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const part = (value, from, size) => Math.max(0, Math.min(WHOLE, Math.round(((value - from) / size) * WHOLE)));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  };
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    if (!piece || piece.length < 4) return;
    send(piece);
    count += piece.length;
    piece = piece.slice(-2);
  };
  const add = (point) => {
    drawn.draw([...piece.slice(-2), ...point]);
    piece.push(...point);
    if (piece.length >= MOST_PIECE) flush();
    else if (!timer) timer = setTimeout(flush, EVERY_MS);
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (piece) return; // a second finger
    if (count > MOST) {
      show(full, true);
      return;
    }
    canvas.setPointerCapture(event.pointerId);
    show(hint, false);
    piece = at(event);
    add(at(event)); // a dot is a line too
  });
  canvas.addEventListener("pointermove", (event) => {
    if (piece && event.isPrimary) add(at(event));
  });
  const up = () => {
    flush();
    piece = null;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  wipe.addEventListener("click", () => {
    clear();
    wipes += 1;
    wiped();
  });
  return {
    node,
    // What is on its way just now is on the pad already: only a wiped pad, or one that was opened anew, is drawn again.
    follow: (pieces, wiped_times) => {
      if (wiped_times !== wipes && count) clear();
      wipes = wiped_times;
      if (pieces.length && !count && !piece) {
        drawn.all(pieces);
        count = pieces.reduce((sum, it) => sum + it.length, 0);
        show(hint, false);
      }
    },
  };
}
