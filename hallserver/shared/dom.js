// SPDX-License-Identifier: Apache-2.0
// Building and changing the page. Text goes in only as text, so what a person typed can never run.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * props: `class`, `on` ({event: listener}), `data` ({name: value}), `style` ({property: value}), any
 * attribute; null, undefined and false leave the attribute out, true sets it empty.
 * children: nodes, texts, numbers, arrays of these; null, undefined and false are left out.
 */
export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for a drawing. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, item] of Object.entries(value)) node.dataset[key] = item;
    } else if (name === "style") {
      for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
    } else {
      attribute(node, name, value);
    }
  }
  add(node, children);
  return node;
}

/** Set an attribute; null, undefined and false remove it. Properties that users change are set as such. */
export function attribute(node, name, value) {
  // An option's value property follows its text until the attribute is there.
  if ((name === "value" && node.localName !== "option") || name === "checked" || name === "disabled" || name === "hidden") {
    const wanted = name === "value" ? (value === null || value === undefined ? "" : value) : Boolean(value);
    if (name in node && node[name] !== wanted) node[name] = wanted;
  } else if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value === true ? "" : value)) {
    node.setAttribute(name, value === true ? "" : value);
  }
}

function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child !== null && child !== undefined && child !== false) node.append(child instanceof Node ? child : String(child));
  }
}

/** Put these children in place of the ones that the node has. */
export function put(node, ...children) {
  while (node.firstChild) node.removeChild(node.firstChild);
  add(node, children);
  return node;
}

/** Set a node's text if it differs, so that a screen reader hears only what changed. */
export function text(node, value) {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
  return node;
}

/** Show or hide a node. */
export function show(node, visible) {
  node.hidden = !visible;
  return node;
}

/**
 * Make the children of `parent` follow `rows`, one per row in order. Kept nodes keep focus and motion.
 * keyOf(row) → text; make(row) → node; update(node, row), also called right after make.
 */
export function keyed(parent, rows, keyOf, make, update) {
  const known = parent.keyedNodes || new Map();
  const next = new Map();
  let place = parent.firstChild;
  for (const row of rows) {
    const key = String(keyOf(row));
    const node = known.get(key) || make(row);
    if (update) update(node, row);
    next.set(key, node);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  for (const [key, node] of known) if (!next.has(key)) node.remove();
  parent.keyedNodes = next;
  return parent;
}

/** Find the one element with this id; a screen without it is broken, so say so. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return node;
}
