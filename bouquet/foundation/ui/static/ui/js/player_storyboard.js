// A small frame above the time range, where the pointer is.
import { cueAt, readStoryboard } from "ui/storyboard";

export class Storyboard {
  constructor(controls, address) {
    this.frame = controls.querySelector(".player-thumb");
    this.address = address;
    controls.addEventListener("mediapreviewrequest", ({ detail }) => this.show(detail));
  }

  set address(address) {
    this.cues = null;
    this.vtt = address;
  }

  async show(seconds) {
    if (seconds === undefined || seconds === null || !this.vtt) return;
    this.cues ??= readStoryboard(this.vtt).catch(() => []);
    const cues = await this.cues;
    this.frame.hidden = !cues.length;
    if (!cues.length) return;
    const { image, x, y, width, height } = cueAt(cues, seconds);
    Object.assign(this.frame.style, {
      width: `${width}px`, height: `${height}px`, backgroundImage: `url("${image}")`, backgroundPosition: `${-x}px ${-y}px`,
    });
  }
}
