// SPDX-License-Identifier: Apache-2.0
// What was done on this device goes to the hall by itself: at once, or as soon as the hall is back; each of it once, by its own key.
// A parcel is one command with its photos. It is on the disk before it is sent.

import { post, staffAuth } from "/shared/sign.js";
import { newId } from "/shared/socket.js";
import { drop, everything, keep } from "./kept.js";
import { inBase64 } from "./photos.js";

const AGAIN_MS = 4000;
const GIVE_UP_MS = 20000;
// The patrol has been there for so long that its key is forgotten: nothing is left to be done.
const HOME = "patrol-known";
// Passes by itself: nobody answers, another sign-in is wanted, the hall is asked too much.
const PASSING = [0, 401, 408, 429];

const state = { me: "", parcels: [], others: 0, sending: null, live: () => false, now: () => 0, changed: () => {} };

/** Begin: `live()`: whether the hall can be reached; `now()`: its time in µs; `changed()`: something was put in, sent or refused. */
export function startOutbox({ live, now, changed }) {
  Object.assign(state, { live, now, changed });
  setInterval(flush, AGAIN_MS);
}

/** Whose parcels these are; those of somebody else wait on the device until that person is here again. */
export async function belongTo(me) {
  if (!me || state.me === me) return;
  state.me = me;
  const found = await everything("parcels");
  const known = state.parcels.map((it) => it.id);
  state.others = found.filter((it) => it.me !== me).length;
  state.parcels = [...found.filter((it) => it.me === me && !known.includes(it.id)), ...state.parcels.filter((it) => it.me === me)].sort((one, other) => one.at_us - other.at_us);
  state.changed();
  flush();
}

/** How much of somebody else waits on this device. */
export function ofOthers() {
  return state.others;
}

/** What waits to be sent, oldest first; `refused`: the problem that the hall answered. */
export function waiting() {
  return state.parcels;
}

/**
 * Put a command in. photos: Blobs; what: what it is called while it waits.
 * → `{answer}` when it was done at once, `{kept: true}` when it waits, `{problem}` when the hall refused it.
 */
export async function send(command, fields, photos, what) {
  const parcel = { id: newId(), me: state.me, at_us: Math.round(state.now()), command, fields, photos, what, timed: false, refused: null };
  state.parcels.push(parcel);
  await keep("parcels", parcel.id, parcel);
  state.changed();
  let answer = null;
  parcel.done = (found) => (answer = found);
  await flush();
  if (answer) return { answer };
  return parcel.refused ? { problem: parcel.refused } : { kept: true };
}

/** Try a refused one again. */
export function again(parcel) {
  parcel.refused = null;
  state.changed();
  return flush();
}

/** Throw one away. */
export async function discard(parcel) {
  state.parcels = state.parcels.filter((it) => it !== parcel);
  await drop("parcels", parcel.id);
  state.changed();
}

/** Send what waits, one after the other; whoever comes while that goes on waits for the end of it. */
export function flush() {
  if (!state.sending) {
    state.sending = sendAll().then(() => (state.sending = null));
  }
  return state.sending;
}

async function sendAll() {
  const later = [];
  for (;;) {
    const next = state.parcels.find((it) => !it.refused && !later.includes(it));
    if (!next || !state.live()) return;
    try {
      const answer = await asked(next);
      if (next.done) next.done(answer);
      await discard(next);
    } catch (problem) {
      if (problem.key === HOME) {
        await discard(next);
        continue;
      }
      if (!problem.status || PASSING.includes(problem.status)) {
        console.warn("it is sent later", problem);
        return;
      }
      // The hall broke on this one: the others do not wait behind it.
      if (problem.status >= 500) {
        console.warn("it is sent later", problem);
        later.push(next);
        continue;
      }
      next.refused = problem;
      await stored(next);
      state.changed();
    }
  }
}

/** A function cannot be kept. */
function stored(parcel) {
  return keep("parcels", parcel.id, Object.assign({}, parcel, { done: undefined }));
}

async function asked(parcel) {
  await timed(parcel);
  const { token } = await staffAuth();
  const body = await bodyOf(parcel);
  const late = new Promise((resolve, reject) => setTimeout(reject, GIVE_UP_MS, { key: "offline", status: 0, title: "no answer in time", detail: "" }));
  return Promise.race([post(`/api/v1/commands/${parcel.command}`, body, { Authorization: `Bearer ${token}`, "Idempotency-Key": parcel.id }), late]);
}

/** Times that this device's clock put into the future are brought back to now, once: under one key goes one body. */
async function timed(parcel) {
  if (parcel.timed) return;
  const now_us = Math.round(state.now());
  const said = parcel.fields.until_us || parcel.fields.found_us || 0;
  const ahead_us = Math.max(0, said - now_us);
  for (const name of ["from_us", "until_us", "found_us"]) if (parcel.fields[name]) parcel.fields[name] -= ahead_us;
  parcel.timed = true;
  await stored(parcel);
}

/** The command's fields with its photos, which belong to the finding where there is one. */
async function bodyOf({ fields, photos }) {
  if (!photos.length) return fields;
  const drawn = await Promise.all(photos.map(inBase64));
  if (fields.found) return Object.assign({}, fields, { found: Object.assign({}, fields.found, { photos: drawn }) });
  return Object.assign({}, fields, { photos: drawn });
}
