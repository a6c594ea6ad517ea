// SPDX-License-Identifier: Apache-2.0
// Pictures and films of the hall, one after the other. What cannot be shown is passed over; while calls are fresh all of it rests.

import { el, put } from "/shared/dom.js";
import { named } from "/shared/words.js";

const SKIP_MS = 1000;
// When nothing can be shown, the files may be on their way.
const AGAIN_MS = 60000;
// A film that hangs is passed over so long after it should have ended.
const HANGS_MS = 15000;

/** Show the rows of a view in `box`. → `{follow(rows), rest(resting)}`. The body has the class `with-media` while there is something. */
export function slides(box) {
  const state = { rows: [], key: "", at: -1, timer: 0, failed: 0, shown: null, resting: false };

  function has(something) {
    if (document.body.classList.contains("with-media") === something) return;
    document.body.classList.toggle("with-media", something);
    // There is another room for calls now.
    window.dispatchEvent(new Event("resize"));
  }

  function later(ms, act) {
    clearTimeout(state.timer);
    state.timer = setTimeout(act, ms);
  }

  function turn() {
    if (!state.rows.length) return;
    state.at = (state.at + 1) % state.rows.length;
    const row = state.rows[state.at];
    const node = row.kind === "film" ? film(row) : picture(row);
    later(AGAIN_MS, turn);
    node.dataset.media = row.slug;
  }

  function picture(row) {
    const node = el("img", { class: "media-show", alt: named(row.names) });
    node.onload = () => {
      shown(node, row);
      if (state.rows.length > 1) later(row.seconds * 1000, turn);
      else clearTimeout(state.timer);
    };
    node.onerror = () => failed(row);
    node.src = row.url;
    return node;
  }

  function film(row) {
    const node = el("video", { class: "media-show", "aria-label": named(row.names), playsinline: true, preload: "auto" });
    node.muted = true;
    node.loop = state.rows.length === 1;
    node.oncanplay = () => {
      node.oncanplay = null;
      shown(node, row);
      if (node.loop) clearTimeout(state.timer);
      else later((Number.isFinite(node.duration) ? node.duration * 1000 : AGAIN_MS) + HANGS_MS, turn);
      go();
    };
    node.onended = () => state.shown === node && turn();
    node.onerror = () => failed(row);
    node.src = row.url;
    return node;
  }

  /** Put it in place of the one before, unless it was taken out of the rows meanwhile. */
  function shown(node, row) {
    if (!state.rows.includes(row)) return;
    state.failed = 0;
    drop();
    state.shown = node;
    put(box, node);
    has(true);
  }

  function failed(row) {
    if (!state.rows.includes(row)) return;
    console.warn(`this cannot be shown: ${row.url}`);
    state.failed += 1;
    const all = state.failed >= state.rows.length;
    if (all) clear();
    later(all ? AGAIN_MS : SKIP_MS, turn);
  }

  /** A film that is no longer shown must not keep its line and memory. */
  function drop() {
    const old = state.shown;
    state.shown = null;
    if (!(old instanceof HTMLVideoElement)) return;
    old.onended = old.onerror = null;
    old.pause();
    old.removeAttribute("src");
    old.load();
  }

  function clear() {
    drop();
    put(box);
    has(false);
  }

  function go() {
    const node = state.shown;
    if (!(node instanceof HTMLVideoElement)) return;
    if (state.resting) node.pause();
    else if (node.paused) node.play().catch((error) => console.warn("a film does not play", error));
  }

  return {
    follow: (rows) => {
      const key = JSON.stringify(rows);
      if (key === state.key) return;
      state.key = key;
      state.rows = rows;
      state.failed = 0;
      state.at = -1;
      clearTimeout(state.timer);
      if (rows.length) turn();
      else clear();
    },
    rest: (resting) => {
      state.resting = resting;
      go();
    },
  };
}
