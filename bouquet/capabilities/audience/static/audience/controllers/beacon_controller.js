// Tells the house what was seen of a video, so that a view can be counted and explained.
//
//   <div data-controller="beacon" data-beacon-ticket-value="…"> {% include "ui/player.html" … %} </div>
//
// Everything is said from the beginning each time: a beacon that gets lost, or comes twice, changes nothing.

import { Controller } from "@hotwired/stimulus";

const EVERY_MILLISECONDS = 10_000;
// Faster than any player plays: then the visitor jumped.
const FASTEST = 2.5;
const MOST_SPANS = 100;
// From here on it is a view (`capabilities.audience`); a little more, for what is said is rounded.
const COUNTS_AFTER_SECONDS = 10.2;
const COUNTS_AFTER_SHARE = 0.52;

export default class extends Controller {
  static values = {
    ticket: String,
    sessions: { type: String, default: "/audience/sessions" },
    beacons: { type: String, default: "/audience/beacons" },
  };

  connect() {
    this.forget();
    this.isRefused = false;
    this.listening = new AbortController();
    const { signal } = this.listening;
    const on = (target, name, heed) => target.addEventListener(name, heed.bind(this), { signal });
    on(this.element, "player:play", this.play);
    on(this.element, "player:time", this.time);
    on(this.element, "player:seek", this.seek);
    on(this.element, "player:pause", this.pause);
    on(this.element, "player:ended", this.pause);
    // A phone that switches to another app may never say `pagehide`.
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    on(window, "pagehide", this.leave);
    this.timer = setInterval(() => this.say(), EVERY_MILLISECONDS);
  }

  disconnect() {
    this.leave();
    this.listening.abort();
    clearInterval(this.timer);
  }

  play({ detail }) {
    this.isPlaying = true;
    this.mark(detail.seconds);
    this.open();
  }

  time({ detail }) {
    if (!this.isPlaying) return;
    const passed = (performance.now() - this.markedAt) / 1000;
    const moved = detail.seconds - this.position;
    if (moved > 0 && moved <= passed * FASTEST + 0.5) this.see(this.position, detail.seconds);
    this.played += passed;
    this.mark(detail.seconds);
  }

  seek({ detail }) {
    this.mark(detail.seconds);
  }

  pause(event) {
    this.time(event);
    this.isPlaying = false;
    this.say();
  }

  leave() {
    if (this.token && this.isNew) this.isNew = !navigator.sendBeacon(this.beaconsValue, this.words);
  }

  async say() {
    if (!this.isNew || this.isRefused) return;
    await this.open();
    if (!this.token) return;
    this.isNew = false;
    try {
      const answer = await fetch(this.beaconsValue, { method: "POST", body: this.words, keepalive: true });
      if (answer.status === 403) this.forget();
      else if (!answer.ok) this.isNew = true;
    } catch {
      // Offline: the next one says this too.
      this.isNew = true;
    }
  }

  // One session for each time the page is opened, asked for when the visitor presses play.
  open() {
    if (this.token || this.isRefused) return this.opening;
    this.opening ??= this.ask().finally(() => (this.opening = null));
    return this.opening;
  }

  async ask() {
    try {
      const answer = await fetch(this.sessionsValue, { method: "POST", body: this.ticketValue });
      if (answer.status === 200) this.token = (await answer.json()).token;
      else this.isRefused = answer.status < 500;
    } catch {
      // Offline: asked again with the next beacon.
    }
  }

  mark(seconds) {
    this.position = seconds;
    this.markedAt = performance.now();
  }

  see(from, to) {
    const last = this.spans.at(-1);
    if (last && Math.abs(last[1] - from) < 0.3) last[1] = Math.max(last[1], to);
    else if (this.spans.length < MOST_SPANS) this.spans.push([from, to]);
    else this.spans = [...merged(this.spans), [from, to]];
    this.isNew = true;
    // Said at once: what is said while a page goes may never leave the browser.
    if (!this.isView && (this.isView = this.seen >= this.needed)) this.say();
  }

  get seen() {
    return merged(this.spans).reduce((sum, [from, to]) => sum + to - from, 0);
  }

  get needed() {
    const seconds = this.element.querySelector("video")?.duration;
    return Math.min(COUNTS_AFTER_SECONDS, (Number.isFinite(seconds) ? seconds : Infinity) * COUNTS_AFTER_SHARE);
  }

  forget() {
    this.token = null;
    this.opening = null;
    this.spans = [];
    this.played = 0;
    this.isPlaying ??= false;
    this.isNew = this.isView = false;
    this.mark(this.position ?? 0);
  }

  // In tenths of seconds.
  get words() {
    const seen = this.spans.map((span) => span.map((seconds) => Math.round(seconds * 10)));
    return JSON.stringify({ token: this.token, played: Math.round(this.played * 10), seen });
  }
}

function merged(spans) {
  const result = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
