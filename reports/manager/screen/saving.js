// SPDX-License-Identifier: Apache-2.0
// Saving what the screen shows as a file.

import { el } from "/shared/dom.js";

const WIDTH_PX = 1920;

/** Hand a file to whoever asked for it. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}

/** The picture (SVG text) as PNG, drawn by this browser with its own fonts. */
export async function asPng(svg) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error("the picture cannot be drawn"));
      image.src = address;
    });
    const canvas = el("canvas", { width: WIDTH_PX, height: Math.round((WIDTH_PX * image.height) / image.width) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
