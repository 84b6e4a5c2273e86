import { Controller } from "@hotwired/stimulus";
import { Captions } from "ui/player_captions";
import { Commands } from "ui/player_commands";
import { keepPlace, keepTaste, placeIn, playsAtOnce, startInAddress, tastes } from "ui/player_memory";
import { Panel } from "ui/player_panel";
import { Source } from "ui/player_source";
import { Storyboard } from "ui/player_storyboard";
import { Voice } from "ui/player_voice";

const KEEP_EVERY_SECONDS = 5;

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
    this.voice = new Voice({ said: this.saidTarget, fault: this.faultTarget, faultWords: this.faultWordsTarget, start: this.startTarget }, this.words);
    this.commands = new Commands(this);
    this.listen(this.video, {
      play: () => this.tell("play"),
      playing: () => this.voice.clearFault(),
      pause: () => { this.keep(); this.tell("pause"); },
      timeupdate: () => this.moved(),
      seeked: () => this.tell("seek"),
      ended: () => { this.keep(); this.tell("ended"); },
      // In step with others, its speed is not what anybody likes.
      ratechange: () => { if (!("inStep" in this.element.dataset)) keepTaste("speed", this.video.playbackRate); },
    });
    this.listen(document, { keydown: event => this.commands.press(event) });
    this.listen(window, { pagehide: () => this.keep(), online: () => this.voice.toldOfAFault && this.retry() });
    if (!this.embeddedValue && tastes().theatre) this.commands.setTheatre(true);
    if (this.embeddedValue && playsAtOnce()) this.begin();
    else if (startInAddress() !== null) this.prepare();
  }

  disconnect() {
    this.keep();
    this.undo?.forEach(forget => forget());
    this.panel?.close(false);
    this.source?.destroy();
  }

  get video() { return this.videoTarget; }
  get words() { return this.wordsValue.ours; }
  get help() { return this.helpTarget; }
  get isEmbedded() { return this.embeddedValue; }

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
    if (startsAt && startInAddress() === null) this.voice.offerStart(this.controls, startsAt, this.video);
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
      else if (button) this.commands[button.dataset.does]();
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
    this.controls.querySelector('[data-does="switchCaptions"]').hidden = !this.captions.tracks.length;
    this.controls.querySelector('[data-panel="chapters"]').hidden = !this.chapters().length;
    this.panel.refresh();
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
    this.voice.tellFault(kind);
  }

  async retry() {
    this.voice.clearFault();
    if (!this.controls) return this.begin();
    const at = this.video.currentTime || this.placeToStart();
    this.source.refreshedAt = 0;
    if (!await this.source.refresh()) await this.source.open(at);
    await this.video.play().catch(() => {});
  }
}
