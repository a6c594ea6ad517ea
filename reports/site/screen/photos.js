// SPDX-License-Identifier: Apache-2.0
// Photos: taken by the phone's own camera, shrunk at once. Only the shrunk one is kept and sent; where and by what it was taken goes.

import { el, put } from "/shared/dom.js";
import { say } from "/shared/words.js";

/** Most photos of one finding or step, and the most bytes of one. */
export const MOST = 4;
const MOST_B = 120000;
const SIDES_PX = [1280, 1024, 800, 640];
const QUALITIES = [0.7, 0.55, 0.4];

/** A picture file as a JPEG that is small enough. Throws where it is no picture. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  let least = null;
  for (const side of SIDES_PX) {
    const canvas = drawn(picture, side);
    for (const quality of QUALITIES) {
      least = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (least.size <= MOST_B) return least;
    }
  }
  return least;
}

function drawn(picture, side_px) {
  const scale = Math.min(1, side_px / Math.max(picture.width, picture.height));
  const canvas = el("canvas", { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The bytes of a photo as the wire has them. */
export function inBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** A field for photos, `first` those that are there already. → `{node, photos: Blob[], busy()}`; busy: one is still being shrunk. */
export function photoField(first = []) {
  const photos = Array.from(first);
  let shrinking = 0;
  const row = el("div", { class: "photos" });
  const problem = el("p", { class: "photo-problem", role: "alert" });
  const redraw = () => put(row, photos.map(one), photos.length < MOST ? adding() : null);
  const one = (blob, at) => {
    const gone = () => {
      photos.splice(at, 1);
      redraw();
    };
    return el("span", { class: "photo" }, thumb(URL.createObjectURL(blob), say("site.photo-n", { n: at + 1 })), el("button", { class: "photo-gone", type: "button", "aria-label": say("site.photo-remove", { n: at + 1 }), on: { click: gone } }, "×"));
  };
  const adding = () => {
    const input = el("input", { class: "visually-hidden", type: "file", accept: "image/*", capture: "environment", "aria-label": say("site.photo-add"), data: { photo: "" } });
    input.addEventListener("change", async () => {
      put(problem);
      shrinking += 1;
      try {
        for (const file of Array.from(input.files).slice(0, MOST - photos.length)) photos.push(await shrunk(file));
      } catch (error) {
        console.warn("no picture", error);
        put(problem, say("site.photo-wrong"));
      }
      shrinking -= 1;
      redraw();
    });
    return el("label", { class: "photo add" }, input, el("span", { "aria-hidden": "true" }, "+"), el("span", {}, say("site.photo-add")));
  };
  redraw();
  return { node: el("div", { class: "field" }, el("span", {}, say("site.photos", { most: MOST })), row, problem), photos, busy: () => shrinking > 0 };
}

/** A small picture; its address is let go when it is drawn. */
export function thumb(address, words) {
  const image = el("img", { src: address, alt: words });
  image.addEventListener("load", () => URL.revokeObjectURL(address));
  return image;
}
