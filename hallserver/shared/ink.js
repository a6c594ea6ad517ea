// SPDX-License-Identifier: Apache-2.0
// What is written on the pad of a counter's display, drawn there and on the clerk's screen. A piece of a line is `[x, y, x, y, …]` in
// thousandths of the pad's width and height; the pad is twice as wide as it is high.

const WHOLE = 1000;
const PEN = 0.008;

/** Draw on this canvas, whose size the style sets. → `{draw(piece), wipe(), all(pieces)}` */
export function ink(canvas) {
  let pieces = [];
  const pen = () => {
    const { clientWidth, clientHeight } = canvas;
    if (canvas.width !== clientWidth || canvas.height !== clientHeight) {
      canvas.width = clientWidth;
      canvas.height = clientHeight;
      for (const piece of pieces) line(piece);
    }
    return canvas.getContext("2d");
  };
  const line = (piece) => {
    const context = canvas.getContext("2d");
    const point = (nth) => [(piece[nth] / WHOLE) * canvas.width, (piece[nth + 1] / WHOLE) * canvas.height];
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = Math.max(2, canvas.width * PEN);
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...point(0));
    for (let nth = 0; nth < piece.length; nth += 2) context.lineTo(...point(nth));
    context.stroke();
  };
  const all = (wanted) => {
    pieces = wanted.slice();
    const context = pen();
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const piece of pieces) line(piece);
  };
  return {
    draw: (piece) => {
      pen();
      pieces.push(piece);
      line(piece);
    },
    wipe: () => all([]),
    all,
  };
}
