// What a key or a button of the player does. Before the controls are there only a few of them mean something.

import { commandOf } from "ui/player_keys";
import { keepTaste } from "ui/player_memory";
import { speeds, time } from "ui/player_panel";

const BEFORE_THE_CONTROLS = ["toggle", "theatre", "help"];

export class Commands {
  // player: {element, video, words, voice, controls, captions, begin(), tell(name, more), isEmbedded, help}
  constructor(player) {
    this.player = player;
  }

  get video() { return this.player.video; }
  get words() { return this.player.words; }

  press(event) {
    const asked = commandOf(event, this.player.element);
    if (!asked) return;
    const [command, argument] = asked;
    if (!this.player.controls && !BEFORE_THE_CONTROLS.includes(command)) return;
    event.preventDefault();
    this[command](argument);
    this.wake();
  }

  // media-chrome hides its controls after a while without pointer; a key pressed outside it must show them too.
  wake() {
    this.player.controls?.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse" }));
  }

  flash(text, spoken) {
    this.player.voice.flash(this.player.controls, text, spoken);
  }

  // --- The place -----------------------------------------------------------------------------------------------

  toggle() {
    if (!this.player.controls) this.player.begin();
    else if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  seek(seconds) {
    this.video.currentTime = Math.max(0, Math.min(seconds, this.video.duration || seconds));
  }

  skip(seconds) {
    this.seek(this.video.currentTime + seconds);
    this.flash(`${seconds > 0 ? "+" : "−"}${Math.abs(seconds)} s`, this.words.seekedTo.replace("{time}", time(this.video.currentTime)));
  }

  share(part) {
    if (Number.isFinite(this.video.duration)) this.seek(this.video.duration * part);
    this.flash(time(this.video.currentTime));
  }

  fromStart() {
    this.player.controls.querySelector(".player-resumed").hidden = true;
    this.seek(0);
    this.player.controls.focus();
  }

  // --- Sound, speed, subtitles ---------------------------------------------------------------------------------

  louder(by) {
    this.video.volume = Math.max(0, Math.min(1, this.video.volume + by));
    this.video.muted = this.video.volume === 0;
    this.flash(this.words.volumeAt.replace("{percent}", Math.round(this.video.volume * 100)));
  }

  mute() {
    this.video.muted = !this.video.muted;
    this.flash(this.words.volumeAt.replace("{percent}", this.video.muted ? 0 : Math.round(this.video.volume * 100)));
  }

  chooseSpeed(rate) {
    this.video.playbackRate = rate;
    this.flash(this.words.speedAt.replace("{rate}", `${rate.toLocaleString(document.documentElement.lang)} ×`));
  }

  faster(step) {
    const here = speeds.findIndex(rate => rate >= this.video.playbackRate);
    this.chooseSpeed(speeds[Math.max(0, Math.min(speeds.length - 1, here + step))]);
  }

  chooseCaptions(id) {
    const { captions } = this.player;
    captions.choose(id);
    const chosen = captions.tracks[id];
    keepTaste("captions", chosen?.language ?? "");
    this.flash(chosen ? this.words.captionsOn.replace("{label}", chosen.label || chosen.language) : this.words.captionsOff);
  }

  switchCaptions() {
    if (!this.player.captions.tracks.length) this.flash(this.words.noCaptions);
    else this.chooseCaptions(this.player.captions.next);
  }

  // --- The picture ---------------------------------------------------------------------------------------------

  fullscreen() {
    this.player.controls.querySelector("media-fullscreen-button").click();
  }

  pip() {
    this.player.controls.querySelector("media-pip-button").click();
  }

  theatre() {
    if (!this.player.isEmbedded) this.setTheatre(!("theatre" in document.documentElement.dataset));
  }

  setTheatre(isOn) {
    document.documentElement.toggleAttribute("data-theatre", isOn);
    keepTaste("theatre", isOn);
    this.player.controls?.querySelector('[data-does="theatre"]').setAttribute("aria-pressed", String(isOn));
    this.player.tell("theatre", { isOn });
  }

  help() {
    this.player.help.showModal();
  }
}
