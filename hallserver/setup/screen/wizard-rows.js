// SPDX-License-Identifier: Apache-2.0
// What the first set-up asks for, as rows of the sections. What is there already stays: rows are added, changed or retired, never dropped.

import { forWire } from "./rows.js";

const FIRST_BADGE = 101;

/** The rows of a section as they are now. */
export function rowsOf(view, section) {
  return view.sections.find((one) => one.name === section).rows;
}

/** Rows of a section that are in use. */
export function liveOf(view, section) {
  return rowsOf(view, section).filter((row) => !row.retired);
}

/** A row of a section with the defaults, and these fields. */
function made(view, section, fields) {
  return forWire(Object.assign({}, view.sections.find((one) => one.name === section).blank, fields));
}

/** How many counters there are of each kind. */
export function countersByKind(view) {
  const found = {};
  for (const row of liveOf(view, "counters")) found[row.kind] = (found[row.kind] || 0) + 1;
  return found;
}

/** The counters, so that there are as many of each kind as wanted: new ones get the next numbers, the last of a kind go first. */
export function counters(view, offer, wanted) {
  const rows = rowsOf(view, "counters").map(forWire);
  const queues = liveOf(view, "queues").map((row) => row.slug);
  let number = Math.max(0, ...rows.map((row) => row.number));
  for (const [kind, count] of Object.entries(wanted)) {
    const have = rows.filter((row) => row.kind === kind && !row.retired);
    for (const row of have.slice(count)) row.retired = true;
    for (let more = have.length; more < count; more += 1) {
      number += 1;
      const names = {};
      for (const [tag, name] of Object.entries(offer.counter)) names[tag] = name.replace("{number}", number);
      rows.push(made(view, "counters", { slug: free(rows, `c${number}`), number, names, kind, accessible: kind === "accessible", queues: served(offer, kind, queues) }));
    }
  }
  return rows;
}

/** The counters with the queues that their kind serves; one that has queues keeps them. */
export function staffed(view, offer, queues) {
  return rowsOf(view, "counters").map((row) => Object.assign(forWire(row), row.queues.length ? {} : { queues: served(offer, row.kind, queues) }));
}

/** The queues of a kind of counter: its own where it has one that is there, else every queue. */
function served(offer, kind, queues) {
  const own = offer.own_queue[kind];
  return own && queues.includes(own) ? [own] : queues;
}

/**
 * The queues, items and services of what is ticked: `{queues, items, services}`. A service of the catalogue that is no longer ticked
 * is retired; one that the hall made itself stays. one: everybody stands in one queue.
 */
export function errands(view, offer, ticked, one) {
  const wanted = offer.services.filter((row) => ticked.includes(row.slug)).map((row) => Object.assign({}, row, one ? { queue: "all" } : {}));
  const queues = rowsOf(view, "queues").map(forWire);
  for (const row of offer.queues) {
    const known = queues.find((other) => other.slug === row.slug);
    if (known) known.retired = known.retired && !wanted.some((service) => service.queue === row.slug);
    else if (wanted.some((service) => service.queue === row.slug)) queues.push(made(view, "queues", Object.assign({ letter: letter(offer, queues) }, row)));
  }
  const items = rowsOf(view, "items").map(forWire);
  for (const row of offer.items) {
    const known = items.find((other) => other.slug === row.slug);
    if (known) known.retired = known.retired && !ticked.includes(row.slug);
    else if (ticked.includes(row.slug)) items.push(made(view, "items", row));
  }
  const services = rowsOf(view, "services").map(forWire);
  for (const row of services) if (offer.services.some((other) => other.slug === row.slug)) row.retired = !ticked.includes(row.slug);
  for (const row of wanted) if (!services.some((other) => other.slug === row.slug)) services.push(made(view, "services", row));
  return { queues, items, services };
}

function letter(offer, queues) {
  return Array.from(offer.letters).find((one) => !queues.some((row) => row.letter === one));
}

function free(rows, slug) {
  let found = slug;
  for (let nth = 2; rows.some((row) => row.slug === found); nth += 1) found = `${slug}-${nth}`;
  return found;
}

/** The next badge numbers that nobody has. */
export function badges(view, count) {
  const taken = rowsOf(view, "people").map((row) => row.badge);
  const found = [];
  for (let number = FIRST_BADGE; found.length < count; number += 1) if (!taken.includes(String(number))) found.push(String(number));
  return found;
}

/** The people with these new ones, `{name, role, badge}`; whoever sets the hall up opens and closes its days too where `own` says so. */
export function people(view, added, own) {
  const rows = rowsOf(view, "people").map(forWire);
  for (const row of rows) if (row.slug === own && !row.roles.includes("duty-manager")) row.roles = row.roles.concat("duty-manager");
  for (const { name, role, badge } of added) rows.push(made(view, "people", { slug: free(rows, `p${badge}`), names: { "zh-Hans": name }, badge, roles: [role] }));
  return rows;
}

/** A first password that can be read out: two groups of letters and one of figures, none of which looks like another. */
export function firstPassword() {
  const drawn = crypto.getRandomValues(new Uint32Array(12));
  const group = (from, signs) => Array.from(drawn.slice(from, from + 4), (value) => signs[value % signs.length]).join("");
  return `${group(0, "abcdefghkmnprstuvwxy")}-${group(4, "abcdefghkmnprstuvwxy")}-${group(8, "23456789")}`;
}

/** The devices with those that every hall has, and of those asked for (`cable`: what hangs on an agent, `desks`: screens at each counter). */
export function devices(view, also) {
  const rows = rowsOf(view, "devices").map(forWire);
  const add = (slug, kind, zh, zht, en, more) => {
    if (!rows.some((row) => row.slug === slug)) rows.push(made(view, "devices", Object.assign({ slug, kind, names: { "zh-Hans": zh, "zh-Hant": zht, en } }, more)));
  };
  if (also.cable) {
    add("agent-1", "agent", "设备代理", "設備代理", "Device agent");
    add("printer-1", "printer", "小票打印机", "小票打印機", "Slip printer", { agent: "agent-1", driver: also.cable.driver, address: also.cable.address });
    add("voice-1", "voice", "语音播报", "語音播報", "Loudspeaker", { agent: "agent-1", driver: "pyttsx3" });
  }
  add("kiosk-1", "kiosk", "取号机", "取號機", "Ticket kiosk");
  add("hall-1", "hall-display", "综合屏", "綜合屏", "Hall display");
  if (also.cable) for (const row of rows) if (row.kind === "kiosk" && !row.printer) row.printer = "printer-1";
  for (const row of also.desks ? liveOf(view, "counters") : []) {
    add(`screen-${row.slug}`, "counter-display", `${row.number}号窗口屏`, `${row.number}號窗口屏`, `Display of counter ${row.number}`, { counter: row.slug });
    add(`rater-${row.slug}`, "rater", `${row.number}号评价器`, `${row.number}號評價器`, `Rater of counter ${row.number}`, { counter: row.slug });
  }
  return rows;
}
