// SPDX-License-Identifier: Apache-2.0
// <hall-clock>: the hall's date and time. It follows the server, not the device: call `follow(now, zone)`.

import { el, text } from "./dom.js";
import { clockText, dateText } from "./time.js";
import { language } from "./words.js";

class HallClock extends HTMLElement {
  connectedCallback() {
    if (this.timer) return;
    this.date = el("span", { class: "clock-date" });
    this.time = el("span", { class: "clock-time digits" });
    this.append(this.date, this.time);
    this.timer = setInterval(() => this.tick(), 500);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.timer = 0;
  }

  /** now() → server time in µs; zone: the hall's time zone. */
  follow(now, zone) {
    const manner = `${zone} ${language()}`;
    this.now = now;
    this.zone = zone;
    // Otherwise the clock ticks by itself: a view that comes with a call need not wait for it.
    if (manner !== this.manner) this.tick();
    this.manner = manner;
  }

  tick() {
    if (!this.now) return;
    const at_us = this.now();
    text(this.date, dateText(at_us, this.zone));
    text(this.time, clockText(at_us, this.zone));
  }
}

customElements.define("hall-clock", HallClock);
