import { Controller } from "@hotwired/stimulus";
import { lasts } from "messaging/enclosed";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HIGH = 32, WIDE = 3, GAP = 2;

// A sound that plays in the message: its outline is what one seeks in. Without this, the browser's own player stands there.
export default class extends Controller {
  static targets = ["audio"];
  static values = { peaks: String, seconds: Number, play: String, pause: String, seek: String };

  connect() {
    if (this.button) return;
    const { audioTarget: audio } = this;
    audio.controls = false;
    this.length = this.element.querySelector(".sound-length");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "sound-button";
    this.button.addEventListener("click", () => audio.paused ? this.begin() : audio.pause());
    this.range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: this.secondsValue, step: 0.1, value: 0 });
    this.range.setAttribute("aria-label", this.seekValue);
    this.range.addEventListener("input", () => { audio.currentTime = Number(this.range.value); this.move(); });
    const track = document.createElement("span");
    track.className = "sound-track";
    track.append(this.outline(), this.range);
    this.element.prepend(this.button, track);
    for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => this.show());
    audio.addEventListener("timeupdate", () => { this.range.value = audio.currentTime; this.move(); });
    this.show();
    this.move();
  }

  disconnect() {
    this.audioTarget.pause();
  }

  // One sound at a time.
  begin() {
    for (const other of document.querySelectorAll("audio")) if (other !== this.audioTarget) other.pause();
    this.audioTarget.play().catch(() => this.show());
  }

  outline() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${this.peaksValue.length * (WIDE + GAP)} ${HIGH}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    this.bars = [...this.peaksValue].map((letter, place) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const high = Math.max(3, LETTERS.indexOf(letter) / (LETTERS.length - 1) * HIGH);
      const facts = { x: place * (WIDE + GAP), y: (HIGH - high) / 2, width: WIDE, height: high, rx: 1.5 };
      for (const [name, value] of Object.entries(facts)) bar.setAttribute(name, value);
      return bar;
    });
    svg.append(...this.bars);
    return svg;
  }

  show() {
    const isPlaying = !this.audioTarget.paused && !this.audioTarget.ended;
    this.element.classList.toggle("plays", isPlaying);
    this.button.setAttribute("aria-label", isPlaying ? this.pauseValue : this.playValue);
  }

  move() {
    const at = this.audioTarget.currentTime;
    const heard = this.secondsValue ? at / this.secondsValue * this.bars.length : 0;
    for (const [place, bar] of this.bars.entries()) bar.classList.toggle("heard", place < heard);
    this.range.setAttribute("aria-valuetext", lasts(at));
    if (this.length) this.length.textContent = lasts(at > 0 ? at : this.secondsValue);
  }
}
