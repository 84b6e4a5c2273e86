import { Controller } from "@hotwired/stimulus";
import { Captions } from "ui/player_captions";
import { commandOf } from "ui/player_keys";
import { keepPlace, keepTaste, placeIn, startInAddress, tastes } from "ui/player_memory";
import { Panel, speeds, time } from "ui/player_panel";
import { Source } from "ui/player_source";
import { Storyboard } from "ui/player_storyboard";

const KEEP_EVERY_SECONDS = 5, OFFERED_MS = 8000;

// The player: a poster until someone wants to see, then media-chrome's controls over hls.js.
// Sends player:ready, play, pause, time, seek, ended, error, theatre with detail {key, seconds, duration, …}.
export default class extends Controller {
  static targets = ["frame", "video", "start", "fault", "faultWords", "said", "chrome", "help"];
  static values = {
    key: String, master: String, mp4: String, storyboard: String, refresh: String, start: Number,
    embedded: Boolean, words: Object,
  };

  connect() {
    this.video.controls = false;
    this.listen(this.video, {
      play: () => this.tell("play"),
      playing: () => this.clearFault(),
      pause: () => { this.keep(); this.tell("pause"); },
      timeupdate: () => this.moved(),
      seeked: () => this.tell("seek"),
      ended: () => { this.keep(); this.tell("ended"); },
      ratechange: () => keepTaste("speed", this.video.playbackRate),
    });
    this.listen(document, { keydown: event => this.press(event) });
    this.listen(window, { pagehide: () => this.keep(), online: () => this.hasFault && this.retry() });
    if (!this.embeddedValue && tastes().theatre) this.setTheatre(true);
    if (startInAddress() !== null) this.prepare();
  }

  disconnect() {
    this.keep();
    this.undo?.forEach(forget => forget());
    this.panel?.close(false);
    this.source?.destroy();
  }

  get video() { return this.videoTarget; }
  get words() { return this.wordsValue.ours; }
  get hasFault() { return !this.faultTarget.hidden; }

  listen(target, handlers) {
    this.undo ??= [];
    for (const [name, handler] of Object.entries(handlers)) {
      target.addEventListener(name, handler);
      this.undo.push(() => target.removeEventListener(name, handler));
    }
  }

  tell(name, more = {}) {
    const { currentTime: seconds, duration, playbackRate: rate, paused } = this.video;
    this.dispatch(name, { detail: { key: this.keyValue, seconds, duration: duration || 0, rate, paused, ...more } });
  }

  // --- Beginning -------------------------------------------------------------------------------------------------

  // Someone comes near: fetch the controls, not yet the engine nor the video.
  prepare() {
    globalThis.mediaChrome ??= {
      nonce: document.querySelector("script[nonce]")?.nonce ?? "", words: this.wordsValue.chrome,
    };
    this.preparing ??= import("media-chrome").catch(error => {
      this.preparing = null;
      throw error;
    });
    return this.preparing;
  }

  async begin() {
    if (this.beginning) return;
    this.beginning = true;
    this.element.dataset.state = "loading";
    this.startTarget.setAttribute("aria-busy", "true");
    this.source = new Source(this.video, { master: this.masterValue, mp4: this.mp4Value, refresh: this.refreshValue }, {
      changed: () => this.panel?.refresh(),
      fault: kind => this.fail(kind),
      refreshed: ({ storyboard }) => { if (storyboard) this.storyboard.address = storyboard; },
    });
    const startsAt = this.placeToStart();
    try {
      await this.prepare();
      await this.source.open(startsAt);
    } catch {
      this.beginning = false;
      return this.fail(navigator.onLine === false ? "offline" : "network");
    }
    this.dress();
    if (startsAt && startInAddress() === null) this.offerStart(startsAt);
    this.startTarget.hidden = true;
    delete this.element.dataset.state;
    this.element.dataset.begun = "true";
    this.tell("ready");
    this.controls.focus({ preventScroll: true });
    await this.video.play().catch(() => {});
  }

  placeToStart() {
    const asked = startInAddress();
    if (asked !== null) return asked;
    return this.startValue || placeIn(this.keyValue);
  }

  offerStart(seconds) {
    const offer = this.controls.querySelector(".player-resumed");
    offer.firstElementChild.textContent = this.words.resumed.replace("{time}", time(seconds));
    offer.hidden = false;
    this.say(offer.firstElementChild.textContent);
    setTimeout(() => { offer.hidden = true; }, OFFERED_MS);
  }

  fromStart() {
    this.controls.querySelector(".player-resumed").hidden = true;
    this.seek(0);
    this.controls.focus();
  }

  // --- Controls --------------------------------------------------------------------------------------------------

  dress() {
    if (this.controls) return;
    const controls = this.controls = this.chromeTarget.content.firstElementChild.cloneNode(true);
    this.frameTarget.append(controls);
    controls.prepend(this.video);
    this.panel = new Panel(controls.querySelector(".player-panel"), this);
    controls.addEventListener("click", event => {
      const button = event.target.closest("[data-panel], [data-does]");
      if (button?.dataset.panel) this.panel.toggle(button.dataset.panel, button);
      else if (button) this[button.dataset.does]();
    });
    this.captions = new Captions(this.video, controls);
    this.storyboard = new Storyboard(controls, this.storyboardValue);
    this.video.textTracks.addEventListener("addtrack", () => this.tracksChanged());
    this.video.querySelector('track[kind="chapters"]')?.addEventListener("load", () => this.tracksChanged());
    for (const track of this.video.textTracks) if (track.kind === "chapters") track.mode = "hidden";
    this.video.playbackRate = tastes().speed ?? 1;
    this.tracksChanged();
    const liked = tastes().captions;
    if (liked) this.captions.choose(this.captions.tracks.findIndex(({ language }) => language === liked));
  }

  chapters() {
    const track = [...this.video.textTracks].find(({ kind }) => kind === "chapters");
    return [...(track?.cues ?? [])];
  }

  tracksChanged() {
    this.button("switchCaptions").hidden = !this.captions.tracks.length;
    this.controls.querySelector('[data-panel="chapters"]').hidden = !this.chapters().length;
    this.panel.refresh();
  }

  button(does) {
    return this.controls.querySelector(`[data-does="${does}"]`);
  }

  chooseCaptions(id) {
    this.captions.choose(id);
    const chosen = this.captions.tracks[id];
    keepTaste("captions", chosen?.language ?? "");
    this.flash(chosen ? this.words.captionsOn.replace("{label}", chosen.label || chosen.language) : this.words.captionsOff);
  }

  chooseSpeed(rate) {
    this.video.playbackRate = rate;
    this.flash(this.words.speedAt.replace("{rate}", `${rate.toLocaleString(document.documentElement.lang)} ×`));
  }

  seek(seconds) {
    this.video.currentTime = Math.max(0, Math.min(seconds, this.video.duration || seconds));
  }

  // --- Commands (keys and buttons) ---------------------------------------------------------------------------------

  press(event) {
    const asked = commandOf(event, this.element);
    if (!asked) return;
    const [command, argument] = asked;
    if (!this.controls && !["toggle", "theatre", "help"].includes(command)) return;
    event.preventDefault();
    this[command](argument);
    this.wake();
  }

  // media-chrome hides its controls after a while without pointer; a key pressed outside it must show them too.
  wake() {
    this.controls?.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse" }));
  }

  toggle() {
    if (!this.controls) this.begin();
    else if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  skip(seconds) {
    this.seek(this.video.currentTime + seconds);
    this.flash(`${seconds > 0 ? "+" : "−"}${Math.abs(seconds)} s`, this.words.seekedTo.replace("{time}", time(this.video.currentTime)));
  }

  share(part) {
    if (Number.isFinite(this.video.duration)) this.seek(this.video.duration * part);
    this.flash(time(this.video.currentTime));
  }

  louder(by) {
    this.video.volume = Math.max(0, Math.min(1, this.video.volume + by));
    this.video.muted = this.video.volume === 0;
    this.flash(this.words.volumeAt.replace("{percent}", Math.round(this.video.volume * 100)));
  }

  mute() {
    this.video.muted = !this.video.muted;
    this.flash(this.words.volumeAt.replace("{percent}", this.video.muted ? 0 : Math.round(this.video.volume * 100)));
  }

  faster(step) {
    const here = speeds.findIndex(rate => rate >= this.video.playbackRate);
    this.chooseSpeed(speeds[Math.max(0, Math.min(speeds.length - 1, here + step))]);
  }

  switchCaptions() {
    if (!this.captions.tracks.length) this.flash(this.words.noCaptions);
    else this.chooseCaptions(this.captions.next);
  }

  fullscreen() {
    this.controls.querySelector("media-fullscreen-button").click();
  }

  pip() {
    this.controls.querySelector("media-pip-button").click();
  }

  theatre() {
    if (this.embeddedValue) return;
    this.setTheatre(!("theatre" in document.documentElement.dataset));
  }

  setTheatre(isOn) {
    document.documentElement.toggleAttribute("data-theatre", isOn);
    keepTaste("theatre", isOn);
    this.controls && this.button("theatre").setAttribute("aria-pressed", String(isOn));
    this.tell("theatre", { isOn });
  }

  help() {
    this.helpTarget.showModal();
  }

  flash(text, spoken = text) {
    const flash = this.controls.querySelector(".player-flash");
    flash.textContent = text;
    flash.getAnimations().forEach(one => one.cancel());
    flash.animate([{ opacity: 1 }, { opacity: 1, offset: 0.7 }, { opacity: 0 }], { duration: 900 });
    this.say(spoken);
  }

  say(text) {
    this.saidTarget.textContent = text;
  }

  // --- Remembering and mending -------------------------------------------------------------------------------------

  moved() {
    this.tell("time");
    const { currentTime } = this.video;
    if (Math.abs(currentTime - (this.keptAt ?? 0)) >= KEEP_EVERY_SECONDS) this.keep();
    const chapter = this.chapters().find(({ startTime, endTime }) => currentTime >= startTime && currentTime < endTime);
    const shown = this.controls?.querySelector(".player-chapter");
    if (shown && shown.textContent !== (chapter?.text ?? "")) shown.textContent = chapter?.text ?? "";
  }

  keep() {
    const { currentTime, duration } = this.video;
    if (!Number.isFinite(duration) || !currentTime) return;
    this.keptAt = currentTime;
    keepPlace(this.keyValue, this.video.ended ? 0 : currentTime, duration);
  }

  fail(kind) {
    this.keep();
    this.tell("error", { kind });
    delete this.element.dataset.state;
    this.startTarget.removeAttribute("aria-busy");
    this.faultWordsTarget.textContent = this.words[kind];
    this.faultTarget.hidden = false;
  }

  clearFault() {
    this.faultTarget.hidden = true;
  }

  async retry() {
    this.clearFault();
    if (!this.controls) return this.begin();
    const at = this.video.currentTime || this.placeToStart();
    this.source.refreshedAt = 0;
    if (!await this.source.refresh()) await this.source.open(at);
    await this.video.play().catch(() => {});
  }
}
