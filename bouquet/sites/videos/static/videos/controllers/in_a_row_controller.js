import { Controller } from "@hotwired/stimulus";

const SECONDS = 6, KEY = "in-a-row";

// At the end of a video the next one of the playlist begins by itself, after a moment to stay. Never for young members:
// their page does not say data-controller="in-a-row".
export default class extends Controller {
  static targets = ["said"];
  static values = { next: String };

  connect() {
    if (sessionStorage[KEY] === location.pathname) document.querySelector(".player-start")?.click();
    delete sessionStorage[KEY];
  }

  disconnect() {
    clearInterval(this.clock);
  }

  wait() {
    this.left = SECONDS;
    this.saidTarget.hidden = false;
    this.say();
    clearInterval(this.clock);
    this.clock = setInterval(() => (--this.left > 0 ? this.say() : this.go()), 1000);
  }

  stay() {
    clearInterval(this.clock);
    this.saidTarget.hidden = true;
  }

  say() {
    this.saidTarget.firstElementChild.textContent = this.saidTarget.dataset.words.replace("SECONDS", this.left);
  }

  go() {
    clearInterval(this.clock);
    sessionStorage[KEY] = new URL(this.nextValue, location).pathname;
    location.href = this.nextValue;
  }
}
