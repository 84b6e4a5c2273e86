import { Controller } from "@hotwired/stimulus";
import { carry, newClient } from "messaging/outbox";

const ASKED_TIMES = 5, CLOCK_MS = 60_000, TRIES = 3, WAIT_MS = 400;

// A film the room watches together. The log says where it stood at a moment of the house's clock; this reckons that in
// this device's time, and tells the player, which lives in a page of its own brand (`Subject.embed`). What a host does
// there goes up as a command. Nothing of it is loaded before somebody wants to watch.
export default class extends Controller {
  static targets = ["stage", "still", "open", "title", "host", "again", "close", "said"];
  static values = { film: Object, hosts: Boolean, room: String, account: String };

  connect() {
    this.film = Object.keys(this.filmValue).length ? this.filmValue : null;
    this.hear = event => this.heard(event);
    addEventListener("message", this.hear);
  }

  disconnect() {
    removeEventListener("message", this.hear);
    this.shut();
  }

  // Down: the log says how it stands now.

  changed({ detail: { watching, does, by } }) {
    const isAnother = watching?.began !== this.film?.began;
    this.film = watching ?? null;
    this.element.hidden = !watching;
    if (!watching) { this.shut(); return; }
    this.titleTarget.textContent = watching.title;
    this.titleTarget.href = watching.address;
    this.hostTarget.textContent = this.hostTarget.dataset.words.replace("{who}", watching.host.name);
    this.stillTarget.src = watching.picture;
    this.stillTarget.hidden = !watching.picture;
    if (!isAnother) this.step();
    else if (this.frame || (does === "start" && by === this.accountValue)) this.open();
  }

  async open() {
    this.shut();
    const film = this.film, address = new URL(film.embed);
    this.origin = address.origin;
    await this.askTheTime();
    if (this.film !== film && this.film?.embed !== film.embed) return;
    // They pressed a button for it already.
    address.searchParams.set("autoplay", "1");
    address.searchParams.set("t", String(Math.floor(this.place)));
    const frame = this.frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = film.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    this.stageTarget.append(frame);
    this.openTarget.hidden = true;
    this.closeTarget.hidden = false;
    this.asking = setInterval(() => this.askTheTime().then(() => this.step()), CLOCK_MS);
  }

  close() {
    this.shut();
    this.openTarget.focus();
  }

  shut() {
    clearInterval(this.asking);
    this.frame?.remove();
    this.frame = undefined;
    this.openTarget.hidden = false;
    this.closeTarget.hidden = this.againTarget.hidden = true;
  }

  // The house's clock, as seen from here: of a few answers, the quickest tells best (RFC 5905 §10).
  async askTheTime() {
    let best = Infinity;
    for (let asked = 0; asked < ASKED_TIMES; asked += 1) {
      const left = performance.now();
      try {
        const { now } = await (await fetch("/live/clock", { cache: "no-store" })).json();
        const took = performance.now() - left;
        if (took < best) { best = took; this.ahead = now + took / 2 - Date.now(); }
      } catch { break; }
    }
    this.ahead ??= 0;
  }

  get since() {
    return Date.parse(this.film.since) - this.ahead;
  }

  get place() {
    const { at, playing } = this.film;
    return playing ? at + Math.max(0, Date.now() - this.since) / 1000 : at;
  }

  step(again = false) {
    if (!this.frame || !this.film) return;
    const { playing, at } = this.film;
    const step = { playing, seconds: at, since: this.since, hosts: this.hostsValue, again };
    this.frame.contentWindow.postMessage({ step }, this.origin);
  }

  again() {
    this.againTarget.hidden = true;
    this.saidTarget.textContent = "";
    this.step(true);
    this.frame?.focus();
  }

  // From the player

  heard({ source, origin, data }) {
    if (!data?.step || source !== this.frame?.contentWindow || origin !== this.origin) return;
    const { here, did, strayed } = data.step;
    if (here) this.step();
    if (strayed) {
      this.againTarget.hidden = false;
      this.saidTarget.textContent = this.saidTarget.dataset.strayed;
    }
    if (did && this.hostsValue) this.steer({ playing: did.playing, at: did.seconds, since: Math.round(did.since + this.ahead) });
  }

  stop(event) {
    event.preventDefault();
    this.steer({ stop: true });
  }

  // What is done late is done wrong: it does not wait in the outbox.
  async steer(what) {
    const command = { kind: "watch", client: newClient(), ...what };
    for (let tried = 0; tried < TRIES; tried += 1) {
      try {
        const answer = await carry(this.roomValue, command);
        if (answer.ok) return;
        const { message } = await answer.json().catch(() => ({}));
        if (message) document.dispatchEvent(new CustomEvent("toast", { detail: { text: message, tone: "bad" } }));
        if (answer.status < 500) { this.step(true); return; }
      } catch { /* once more */ }
      await new Promise(done => { setTimeout(done, WAIT_MS); });
    }
    this.step(true);
  }
}
