// SPDX-License-Identifier: Apache-2.0
// Plays what this hall's voice says, one after the other, and tells what became of each. A sound that fails never holds up the next.

import { awake } from "./chime.js";

const LATE_MS = 4000;
const GONE_MS = 3000;
// A line that hangs in the middle of a sound must not hold up the next one.
const FETCH_MS = 6000;

/** key: of this display, with which it fetches sounds. over(job, problem): "" it was played to its end, `muted`, `broken`, `late`. → `{add(sound)}`. */
export function player({ key, over }) {
  const waiting = [];
  let busy = false;

  async function next() {
    busy = true;
    while (waiting.length) {
      const sound = waiting.shift();
      const problem = await play(sound, key).catch((error) => {
        console.warn("a sound failed", error);
        return "broken";
      });
      over(sound.job, problem);
    }
    busy = false;
  }

  return {
    add: (sound) => {
      waiting.push(Object.assign({ since: performance.now() }, sound));
      if (!busy) next();
    },
  };
}

async function play(sound, key) {
  // Its agent has given it up by now: said later it would be a call that the journal calls unspoken.
  if (performance.now() - sound.since > LATE_MS) return "late";
  const context = await awake();
  if (!context) return "muted";
  const wav = await fetched(sound.url, key);
  if (!wav) return "broken";
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(wav);
  source.connect(context.destination);
  // Where the sound card is taken away in the middle, its end is never told.
  return new Promise((done) => {
    setTimeout(done, source.buffer.duration * 1000 + GONE_MS, "muted");
    source.onended = () => done("");
    source.start();
  });
}

/** The sound as it is stored; null: it is over, or not this display's. */
async function fetched(url, key) {
  const leave = new AbortController();
  const timer = setTimeout(() => leave.abort(), FETCH_MS);
  try {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${key}` }, cache: "no-store", signal: leave.signal });
    return answer.ok ? await answer.arrayBuffer() : null;
  } finally {
    clearTimeout(timer);
  }
}
