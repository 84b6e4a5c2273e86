// Subtitles: which are shown, and where they stand while the controls are there.

const CUE_SHARE = 0.05, CUE_LEAST_PX = 15, CUE_LEADING = 1.35;  // as player.css and WebVTT §7 draw a line

export class Captions {
  constructor(video, controls) {
    Object.assign(this, { video, controls, lifted: new WeakSet() });
    controls.addEventListener("userinactivechange", () => this.lift());
    for (const track of video.querySelectorAll("track")) track.addEventListener("load", () => this.lift());
  }

  get tracks() {
    return [...this.video.textTracks].filter(({ kind }) => kind === "subtitles" || kind === "captions");
  }

  // What the key and the button turn to: off when on, else the page's language or the first.
  get next() {
    if (this.tracks.some(({ mode }) => mode === "showing")) return -1;
    return Math.max(0, this.tracks.findIndex(({ language }) => language === document.documentElement.lang));
  }

  choose(id) {
    this.tracks.forEach((track, index) => { track.mode = index === id ? "showing" : "disabled"; });
    this.controls.querySelector('[data-does="switchCaptions"]').setAttribute("aria-pressed", String(id >= 0));
    this.lift();
  }

  // They stand above the controls while these are shown. Cues that have a place of their own keep it.
  lift() {
    const bars = this.controls.querySelector(".player-bars").offsetHeight;
    const isIdle = this.controls.hasAttribute("userinactive") && !this.video.paused;
    const height = Math.max(CUE_LEAST_PX, this.controls.offsetHeight * CUE_SHARE) * CUE_LEADING;
    const line = isIdle ? "auto" : -1 - Math.ceil(bars / height);
    for (const track of this.tracks.filter(({ mode }) => mode === "showing")) {
      for (const cue of track.cues ?? []) {
        if (cue.line === "auto") this.lifted.add(cue);
        if (this.lifted.has(cue)) cue.line = line;
      }
      // Chromium does not move a cue that is already on the screen.
      track.mode = "hidden";
      track.mode = "showing";
    }
  }
}
