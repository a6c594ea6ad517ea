// SPDX-License-Identifier: Apache-2.0
// Pictures and films of the hall, one after the other. What cannot be shown is passed over; while calls are fresh all of it rests.

import { el, put } from "/shared/dom.js";
import { named } from "/shared/words.js";

const SKIP_MS = 1000;
// When nothing can be shown, the files may be on their way.
const AGAIN_MS = 60000;
// A film that has stood still for so long is passed over.
const HANGS_MS = 15000;

/** Show the rows of a view in `box`. → `{follow(rows), rest(resting)}`. The body has the class `with-media` while there is something. */
export function slides(box) {
  const state = { rows: [], key: "", at: -1, timer: 0, failed: 0, coming: null, leave: new AbortController(), shown: null, resting: false };

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
    later(AGAIN_MS, turn);
    forget();
    const node = row.kind === "film" ? film(row) : picture(row);
    node.dataset.media = row.slug;
    state.coming = node;
    addressed(row.url).then(
      (address) => {
        if (node === state.coming) node.src = address;
      },
      () => failed(node, row),
    );
  }

  function picture(row) {
    const node = el("img", { class: "media-show", alt: named(row.names) });
    node.onload = () => {
      if (!shown(node)) return;
      // The only one is fetched anew as well: it may have been replaced under its name.
      later(state.rows.length > 1 ? row.seconds * 1000 : AGAIN_MS, turn);
    };
    node.onerror = () => failed(node, row);
    return node;
  }

  function film(row) {
    const node = el("video", { class: "media-show", "aria-label": named(row.names), playsinline: true, preload: "auto" });
    node.muted = true;
    node.oncanplay = () => {
      if (!shown(node)) return;
      go();
      watch(node);
    };
    node.onended = () => state.shown === node && turn();
    node.onerror = () => failed(node, row);
    return node;
  }

  /** Turn when a film stands still although it should play. How long it lasts is not always known. */
  function watch(node) {
    const before_s = node.currentTime;
    later(HANGS_MS, () => {
      if (!state.resting && node.currentTime === before_s) turn();
      else watch(node);
    });
  }

  /** Put it in place of the one before; false: it comes too late, another one's turn has begun. */
  function shown(node) {
    if (node !== state.coming) return false;
    state.coming = null;
    state.failed = 0;
    drop(state.shown);
    state.shown = node;
    put(box, node);
    has(true);
    return true;
  }

  function failed(node, row) {
    if (node !== state.coming && node !== state.shown) return;
    console.warn(`this cannot be shown: ${row.url}`);
    state.failed += 1;
    const all = state.failed >= state.rows.length;
    if (all) clear();
    later(all ? AGAIN_MS : SKIP_MS, turn);
  }

  /** What is not wanted any more must not keep its line and memory: a browser has six lines to a server. */
  function drop(old) {
    if (!old) return;
    old.onload = old.oncanplay = old.onended = old.onerror = null;
    old.removeAttribute("src");
    if (!(old instanceof HTMLVideoElement)) return;
    old.pause();
    old.load();
  }

  /** Give up what has not come yet. */
  function forget() {
    drop(state.coming);
    state.coming = null;
    state.leave.abort();
    state.leave = new AbortController();
  }

  function clear() {
    forget();
    drop(state.shown);
    state.shown = null;
    put(box);
    has(false);
  }

  function go() {
    const node = state.shown;
    if (!(node instanceof HTMLVideoElement)) return;
    if (state.resting) node.pause();
    else if (node.paused) node.play().catch((error) => console.warn("a film does not play", error));
  }

  /** The address of the file as it is now. A page takes a picture that it has shown before for the same, whatever the server says. */
  async function addressed(url) {
    const answer = await fetch(url, { method: "HEAD", cache: "no-store", signal: state.leave.signal });
    if (!answer.ok) throw new Error(answer.status);
    return `${url}?${encodeURIComponent(answer.headers.get("ETag"))}`;
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
