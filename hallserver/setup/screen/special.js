// SPDX-License-Identifier: Apache-2.0
// Cells of a dialog that are no plain input: driver, address, lines of keys and zones, a picture in black and white.

import { el, put, text } from "/shared/dom.js";
import { say } from "/shared/words.js";

/** Widest logo in dots: what fits over the name on paper of 58 mm as well. */
const LOGO_PX = [360, 160];
const LOGO_BYTES = 16000;

/** Choose among the drivers of this kind of device. set(value, true): the other fields follow. */
export function driver({ row, value, set, label, drivers }) {
  const own = drivers.filter((one) => one.kind === row.kind).map((one) => one.driver);
  const known = !value || own.includes(value) ? own : own.concat(value);
  const options = known.map((one) => el("option", { value: one }, own.includes(one) ? say(`setup.driver.${one}`) : one));
  const node = el("select", { class: "input slim", "aria-label": label }, el("option", { value: "" }, say("setup.nothing")), options);
  node.value = value;
  node.addEventListener("change", () => set(node.value, true));
  return node;
}

/** Where the driver finds it; an example stands in the empty field. */
export function address({ row, value, set, label, drivers }) {
  const chosen = drivers.find((one) => one.kind === row.kind && one.driver === row.driver);
  const node = el("input", { class: "input slim", type: "text", spellcheck: "false", autocomplete: "off", value, placeholder: (chosen && chosen.example) || "", "aria-label": label });
  node.addEventListener("input", () => set(node.value.trim()));
  return node;
}

/** Lines `0C = call`. What cannot be read as a line is left out. */
export function keys({ row, value, set, label, drivers, meanings }) {
  const area = lines(Object.keys(value).sort().map((key) => `${key} = ${value[key]}`), label, 8, (rows) => {
    const map = {};
    for (const [key, meaning] of rows) map[key.toUpperCase()] = meaning;
    set(map);
  });
  const chosen = drivers.find((one) => one.kind === row.kind && one.driver === row.driver);
  const usual = (chosen && chosen.keys) || null;
  const fill = el("button", { class: "button slim", type: "button", disabled: !usual, on: { click: () => set(Object.assign({}, usual), true) } }, say("setup.keys-default"));
  return el("div", {}, area, el("p", { class: "quiet" }, say("setup.keys-known", { meanings: (meanings[row.kind] || []).join(" ") })), fill);
}

const TONGUES = ["zh-Hans", "en", "zh-Hant"];

/** Lines `zone = Chinese | English | Traditional Chinese`; what is not said in these stays. */
export function zones({ value, set, label }) {
  const said = Object.keys(value).map((zone) => `${zone} = ${TONGUES.map((tag) => value[zone][tag] || "").join(" | ").replace(/[ |]+$/, "")}`);
  return lines(said, label, 4, (rows) => {
    const map = {};
    for (const [zone, all] of rows) {
      const parts = all.split(/[|｜]/).map((part) => part.trim());
      map[zone] = Object.assign({}, value[zone]);
      TONGUES.forEach((tag, at) => {
        delete map[zone][tag];
        if (parts[at]) map[zone][tag] = parts[at];
      });
    }
    set(map);
  });
}

function lines(said, label, tall, changed) {
  const area = el("textarea", { class: "input", rows: tall, spellcheck: "false", "aria-label": label });
  area.value = said.join("\n");
  area.addEventListener("input", () => {
    const rows = area.value.split("\n").map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim(), line.includes("=")]);
    changed(rows.filter(([left, right, whole]) => whole && left && right));
  });
  return area;
}

/** A picture, made black and white here: slips are printed in dots. */
export function picture({ value, set, label }) {
  const shown = el("div", { class: "logo-shown" });
  const problem = el("p", { class: "form-problem", role: "alert" });
  const draw = async (base64) => put(shown, base64 ? await drawn(base64, label) : say("setup.logo-none"));
  const file = el("input", { type: "file", accept: "image/*", "aria-label": say("setup.logo-choose") });
  const keep = (base64) => {
    set(base64);
    draw(base64);
  };
  file.addEventListener("change", async () => {
    text(problem, "");
    try {
      if (file.files.length) keep(await blackAndWhite(file.files[0]));
    } catch (error) {
      text(problem, say("setup.logo-bad"));
    }
  });
  draw(value);
  const remove = el("button", { class: "button slim", type: "button", on: { click: () => keep("") } }, say("setup.logo-remove"));
  return el("div", { class: "logo" }, shown, el("label", { class: "button slim file-button" }, say("setup.logo-choose"), file), remove, problem);
}

/** Draw a kept logo; a canvas, because the page may load no picture but from the hall itself. */
async function drawn(base64, label) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = el("canvas", { width: image.width, height: image.height, role: "img", "aria-label": label });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas;
}

async function blackAndWhite(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LOGO_PX[0] / image.width, LOGO_PX[1] / image.height);
  const canvas = el("canvas", { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  const dots = brush.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < dots.data.length; at += 4) {
    const light = 0.299 * dots.data[at] + 0.587 * dots.data[at + 1] + 0.114 * dots.data[at + 2] > 160 ? 255 : 0;
    dots.data[at] = dots.data[at + 1] = dots.data[at + 2] = light;
  }
  brush.putImageData(dots, 0, 0);
  const base64 = canvas.toDataURL("image/png").split(",")[1];
  if (base64.length * 0.75 > LOGO_BYTES) throw new Error("too large");
  return base64;
}
