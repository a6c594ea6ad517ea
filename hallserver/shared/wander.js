// SPDX-License-Identifier: Apache-2.0
// A picture that stands for years burns into its screen: it wanders by a few pixels, a step every minute.

const MINUTE_US = 60e6;
// In parts of the frame around the picture: never further, so that nothing is ever cut off.
const WAY = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];

/** Put the picture where it belongs in this minute (server time in µs); `frame_rem`: how wide the frame around it is. */
export function wander(picture, now_us, frame_rem = 0.3) {
  const [x, y] = WAY[Math.floor(now_us / MINUTE_US) % WAY.length];
  const wanted = `translate(${x * frame_rem}rem, ${y * frame_rem}rem)`;
  if (picture.style.transform !== wanted) picture.style.transform = wanted;
}
