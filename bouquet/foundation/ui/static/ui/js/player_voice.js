// What the player tells: a word over the picture, a sentence to who cannot see it, where one had stopped, what broke.

import { time } from "ui/player_panel";

const OFFERED_MS = 8000, SHOWN_MS = 900;

export class Voice {
  // parts: {said, fault, faultWords, start}, elements that are there before the controls
  constructor(parts, words) {
    Object.assign(this, { parts, words });
  }

  get toldOfAFault() { return !this.parts.fault.hidden; }

  say(text) {
    this.parts.said.textContent = text;
  }

  flash(controls, text, spoken = text) {
    const flash = controls.querySelector(".player-flash");
    flash.textContent = text;
    flash.getAnimations().forEach(one => one.cancel());
    flash.animate([{ opacity: 1 }, { opacity: 1, offset: 0.7 }, { opacity: 0 }], { duration: SHOWN_MS });
    this.say(spoken);
  }

  // The offer stays for some seconds of the film, however long the film takes to come.
  offerStart(controls, seconds, video) {
    const offer = controls.querySelector(".player-resumed");
    offer.firstElementChild.textContent = this.words.resumed.replace("{time}", time(seconds));
    offer.hidden = false;
    this.say(offer.firstElementChild.textContent);
    const begin = () => setTimeout(() => { offer.hidden = true; }, OFFERED_MS);
    if (video.paused || video.seeking || video.readyState < 3) video.addEventListener("playing", begin, { once: true });
    else begin();
  }

  tellFault(kind) {
    this.parts.start.removeAttribute("aria-busy");
    this.parts.faultWords.textContent = this.words[kind];
    this.parts.fault.hidden = false;
  }

  clearFault() {
    this.parts.fault.hidden = true;
  }
}
