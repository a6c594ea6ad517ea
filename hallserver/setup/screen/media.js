// SPDX-License-Identifier: Apache-2.0
// The file of a row of the media folder: what it looks like, and another one in its place.

import { bearer } from "./access.js";
import { el, put, text } from "/shared/dom.js";
import { language, problemText, say } from "/shared/words.js";

const KINDS = "image/png,image/jpeg,image/webp,video/mp4,video/webm";
const FILM = /\.(mp4|webm)$/;

function addressOf(name) {
  return `/api/v1/media/${encodeURIComponent(name)}`;
}

/** What may be a file's name in the folder, made from what it was called on somebody's machine. */
export function fileName(called, slug) {
  const dot = called.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [called.slice(0, dot), called.slice(dot + 1)] : [called, ""];
  const plain = stem.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || slug || "media";
  return `${plain.slice(0, 60)}.${ending.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
}

/** Choose a file, which is sent at once; the row names it when it has arrived. */
export function file({ row, value, set, label }) {
  const shown = el("div", { class: "media-shown" });
  const problem = el("p", { class: "form-problem", role: "alert" });
  const name = el("code", {}, value || "");
  const draw = (known) => {
    text(name, known || "");
    if (!known) put(shown, el("span", { class: "quiet" }, say("setup.media-none")));
    else if (FILM.test(known)) put(shown, el("video", { src: `/media/${encodeURIComponent(known)}`, muted: true, controls: true, preload: "metadata" }));
    else put(shown, el("img", { src: `/media/${encodeURIComponent(known)}`, alt: label, loading: "lazy" }));
  };
  const chosen = el("input", { type: "file", accept: KINDS, "aria-label": say("setup.media-choose") });
  const button = el("label", { class: "button slim file-button" }, el("span", {}, say("setup.media-choose")), chosen);
  chosen.addEventListener("change", async () => {
    if (!chosen.files.length) return;
    text(problem, "");
    text(button.firstChild, say("setup.media-sending"));
    try {
      const kept = fileName(chosen.files[0].name, row.slug);
      await send(kept, chosen.files[0]);
      set(kept);
      draw(kept);
    } catch (refusal) {
      text(problem, problemText(refusal));
    } finally {
      text(button.firstChild, say("setup.media-choose"));
      chosen.value = "";
    }
  });
  draw(value);
  return el("div", { class: "media-cell" }, shown, el("div", {}, name, button, problem));
}

async function send(name, content) {
  const answer = await fetch(addressOf(name), {
    method: "PUT",
    credentials: "same-origin",
    headers: Object.assign({ "Content-Type": content.type || "application/octet-stream", "Accept-Language": language() }, await bearer()),
    body: content,
  });
  if (!answer.ok) throw await answer.json();
}
