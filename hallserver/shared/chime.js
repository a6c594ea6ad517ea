// SPDX-License-Identifier: Apache-2.0
// The chime before a call: two soft bell tones, made by the browser itself.

const TONES = [
  { hertz: 659.26, start_s: 0, length_s: 0.9 },
  { hertz: 523.25, start_s: 0.38, length_s: 1.3 },
];
let context = null;

/** What makes sound on this page; null while it may not: browsers stay mute until somebody touched the page, unless told otherwise. */
export async function awake() {
  context = context || new (window.AudioContext || window.webkitAudioContext)();
  if (context.state !== "running") await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  return context.state === "running" ? context : null;
}

/** Ring once. → whether it sounds. */
export async function chime(volume) {
  try {
    if (!(await awake())) return false;
    for (const tone of TONES) ring(tone, volume === undefined ? 0.5 : volume);
    return true;
  } catch (error) {
    // A call without sound is still on the screen; the next one tries again.
    console.warn("no chime", error);
    return false;
  }
}

function ring(tone, volume) {
  const begin = context.currentTime + tone.start_s;
  for (const [factor, share] of [[1, 1], [2, 0.25], [3, 0.08]]) {
    const source = context.createOscillator();
    const level = context.createGain();
    source.frequency.value = tone.hertz * factor;
    level.gain.setValueAtTime(0.0001, begin);
    level.gain.exponentialRampToValueAtTime(volume * share, begin + 0.015);
    level.gain.exponentialRampToValueAtTime(0.0001, begin + tone.length_s);
    source.connect(level).connect(context.destination);
    source.start(begin);
    source.stop(begin + tone.length_s);
  }
}
