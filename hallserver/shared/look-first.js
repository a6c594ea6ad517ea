// SPDX-License-Identifier: Apache-2.0
// Gives the page its look, light or dark, before anything is drawn: the only script that is no module, because a module waits for the
// page. What is asked in the address (`?look=dark`) comes first, then what this screen kept, then, but on screens whose look the hall
// decides (`<html data-look-by="device">`), what the browser's owner likes. `look.js` has the rest.

(function () {
  const root = document.documentElement;
  const byDevice = root.dataset.lookBy === "device";
  // In a demo all screens share a browser: a display keeps its own look under its own name.
  const slot = byDevice ? `screen.look.${location.pathname.split("/")[1]}` : "screen.look";
  const known = (name) => (name === "dark" || name === "light" ? name : "");
  const kept = () => {
    try {
      return known(localStorage.getItem(slot));
    } catch (error) {
      console.warn("the look is not kept on this device", error);
      return "";
    }
  };
  const liked = () => (!byDevice && window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const asked = known(new URLSearchParams(location.search).get("look"));
  if (asked) root.dataset.lookAsked = asked;
  root.dataset.lookSlot = slot;
  root.dataset.look = asked || kept() || liked();
})();
