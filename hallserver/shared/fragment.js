// SPDX-License-Identifier: Apache-2.0
// What an address brings along behind its `#`: it is never sent to a server.

/** Take a value such as `key` out of the fragment and out of the address bar; "" when it is not there. */
export function fromFragment(name) {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const value = fragment.get(name) || "";
  if (value) history.replaceState(null, "", location.pathname + location.search);
  return value;
}
