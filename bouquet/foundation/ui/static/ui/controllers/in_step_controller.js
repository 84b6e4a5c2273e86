import { Controller } from "@hotwired/stimulus";

const LOOK_MS = 200, JUMP_SECONDS = 1.5, STILL_SECONDS = 0.08, CLOSE_SECONDS = 0.03, BY_HAND_SECONDS = 1;
const MOST_HASTE = 0.25, HASTE_PER_SECOND = 0.6;

// A player within another page that goes in step with others. The page around it says where the film should be (`step`:
// playing, seconds, since in milliseconds, hosts, again); here it is kept there, by a little more or less speed, or by a
// jump. Told to the page around: `here` at first, `did` what a host does by hand, `strayed` when somebody else does.
export default class extends Controller {
  connect() {
    if (parent === window) return;
    this.hear = ({ source, data }) => { if (source === parent && data?.step) this.follow(data.step); };
    addEventListener("message", this.hear);
    this.tell({ here: true });
  }

  disconnect() {
    removeEventListener("message", this.hear);
    clearInterval(this.looking);
    this.undo?.forEach(forget => forget());
  }

  // Nothing secret: whoever shows the player may know where it is.
  tell(words) {
    parent.postMessage({ step: words }, "*");
  }

  get video() {
    return this.element.querySelector("video");
  }

  // Where the film should be at this moment.
  get place() {
    const { playing, seconds, since } = this.target;
    const place = playing ? seconds + (Date.now() - since) / 1000 : seconds;
    return Math.max(0, Math.min(place, this.video.duration || place));
  }

  follow(step) {
    this.target = step;
    if (step.again) this.hasStrayed = false;
    if (this.looking) { this.isSettled = false; this.look(); return; }
    this.element.querySelector(".player").dataset.inStep = "";
    this.listen({
      play: () => this.byHand(!this.target.playing),
      pause: () => this.byHand(this.target.playing && !this.video.ended),
      seeked: () => {
        const isOurs = this.isJumping;
        this.isJumping = false;
        this.byHand(!isOurs && Math.abs(this.video.currentTime - this.place) > BY_HAND_SECONDS);
      },
    });
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  listen(handlers) {
    const { video } = this;
    this.undo = Object.entries(handlers).map(([name, handler]) => {
      video.addEventListener(name, handler);
      return () => video.removeEventListener(name, handler);
    });
  }

  // What the player does while it gets ready is nobody's hand.
  byHand(is) {
    if (!is || !this.isSettled || this.hasStrayed) return;
    const did = { playing: !this.video.paused, seconds: this.video.currentTime, since: Date.now() };
    if (this.target.hosts) {
      Object.assign(this.target, did);
      this.tell({ did });
    } else {
      this.hasStrayed = true;
      this.video.playbackRate = 1;
      this.tell({ strayed: true });
    }
  }

  look() {
    const { video, target } = this;
    if (!video?.readyState || this.hasStrayed || video.seeking) return;
    if (target.playing && video.duration && this.place > video.duration - LOOK_MS / 1000) return;
    if (target.playing && video.paused) this.play(video);
    else if (!target.playing && !video.paused) video.pause();
    const drift = video.currentTime - this.place;
    if (Math.abs(drift) > (target.playing ? JUMP_SECONDS : STILL_SECONDS)) {
      this.isJumping = true;
      video.currentTime = this.place;
      return;
    }
    if (video.paused !== target.playing) this.isSettled = true;
    const haste = Math.abs(drift) < CLOSE_SECONDS ? 0 : Math.max(-MOST_HASTE, Math.min(MOST_HASTE, -drift * HASTE_PER_SECOND));
    const rate = target.playing ? 1 + haste : 1;
    if (Math.abs(video.playbackRate - rate) > 0.005) video.playbackRate = rate;
  }

  // A browser that lets nothing sound before it was touched plays it without sound.
  play(video) {
    if (this.isStarting) return;
    this.isStarting = true;
    video.play().catch(error => {
      if (error.name !== "NotAllowedError" || video.muted) return undefined;
      video.muted = true;
      return video.play();
    }).catch(() => {}).finally(() => { this.isStarting = false; });
  }
}
