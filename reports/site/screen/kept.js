// SPDX-License-Identifier: Apache-2.0
// What this device keeps of on-site management: patrols that were not sent yet, the one under way, and the newest view for when the hall
// cannot be reached. Where a browser keeps nothing it is said, and everything goes on in memory.

const NAME = "hall-site";
const VERSION = 1;
const STORES = ["parcels", "notes"];
let opening = null;
let forgetful = false;

/** Whether this browser keeps nothing: what is not sent is lost with the page. */
export function isForgetful() {
  return forgetful;
}

function opened() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
  return opening;
}

async function done(store, mode, act) {
  try {
    const base = await opened();
    return await new Promise((resolve, reject) => {
      const work = base.transaction(store, mode);
      const asked = act(work.objectStore(store));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = work.onerror = () => reject(work.error);
    });
  } catch (error) {
    forgetful = true;
    console.warn("nothing is kept on this device", error);
    return undefined;
  }
}

/** Keep a value under a key; resolves when it is on the disk. */
export function keep(store, key, value) {
  return done(store, "readwrite", (shelf) => shelf.put(value, key));
}

/** Keep it no longer. */
export function drop(store, key) {
  return done(store, "readwrite", (shelf) => shelf.delete(key));
}

/** What is kept under a key; undefined: nothing. */
export function kept(store, key) {
  return done(store, "readonly", (shelf) => shelf.get(key));
}

/** Everything in a store. */
export async function everything(store) {
  return (await done(store, "readonly", (shelf) => shelf.getAll())) || [];
}
