// SPDX-License-Identifier: Apache-2.0
// The look of this screen, light or dark, and the theme of the standard in force. `look-first.js` has set the look that a page begins
// with; the line of a page (`socket.js`) follows the hall: no screen needs to do anything for that.

const root = document.documentElement;
const LOOKS = ["light", "dark"];
let told = null;

/** The current look: `light` or `dark`. */
export function look() {
  return root.dataset.look === "dark" ? "dark" : "light";
}

/** Change the look; `keep: false` for one that ends with the page. Whoever draws by the look hears `hall-look` on the document. */
export function setLook(name, options) {
  if (!LOOKS.includes(name)) throw new Error(`no look ${name}`);
  if (!(options && options.keep === false)) keep(name);
  if (name === look()) return;
  root.dataset.look = name;
  document.dispatchEvent(new Event("hall-look"));
}

function keep(name) {
  try {
    localStorage.setItem(root.dataset.lookSlot || "screen.look", name);
  } catch (error) {
    console.warn("the look is not kept on this device", error);
  }
}

/** Take the look that the hall has given this device, "" for the usual one; what the address asks for stays, and so does a visitor's choice. */
export function followDevice(name) {
  if (root.dataset.lookBy !== "device" || root.dataset.lookAsked || name === told) return;
  told = name;
  setLook(name || "light");
}

/** Load the theme anew when this screen has that of another standard; `mark` is the beginning of the standard's hash. */
export function followStandard(mark) {
  const shown = getComputedStyle(root).getPropertyValue("--standard").trim().replace(/"/g, "");
  const old = document.querySelector('link[href^="/theme.css"]');
  if (!old || !shown || shown === mark || old.dataset.next === mark) return;
  old.dataset.next = mark;
  const next = document.createElement("link");
  next.rel = "stylesheet";
  next.href = `/theme.css?of=${encodeURIComponent(mark)}`;
  // The old one goes only when the new one is there, so that no screen is ever without colours.
  next.onload = () => {
    old.remove();
    document.dispatchEvent(new Event("hall-look"));
  };
  next.onerror = () => {
    next.remove();
    delete old.dataset.next;
  };
  old.after(next);
}
