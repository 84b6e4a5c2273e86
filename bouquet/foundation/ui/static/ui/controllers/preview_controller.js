import { Controller } from "@hotwired/stimulus";
import { cueAt, readStoryboard } from "ui/storyboard";

const FRAME_MS = 700, WAIT_MS = 250, FRAMES = 8;

// Frames of the video over its still while the pointer rests on the card. Nothing is fetched before that.
export default class extends Controller {
  static targets = ["still"];
  static values = { address: String };

  disconnect() {
    this.stop();
  }

  start({ pointerType }) {
    const saves = navigator.connection?.saveData || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (pointerType === "touch" || saves) return;
    this.timer = setTimeout(() => this.play(), WAIT_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.layer?.remove();
    this.layer = null;
  }

  async play() {
    this.cues ??= await readStoryboard(this.addressValue).catch(() => []);
    if (!this.cues.length || !this.element.matches(":hover")) return;
    const last = this.cues.at(-1).end;
    await loaded(this.cues[0].image);
    if (!this.element.matches(":hover")) return;
    this.layer = document.createElement("div");
    this.layer.className = "still-preview";
    this.stillTarget.append(this.layer);
    let frame = 0;
    const draw = () => {
      if (!this.layer) return;
      this.draw(cueAt(this.cues, (last * (frame % FRAMES)) / FRAMES));
      frame += 1;
      this.timer = setTimeout(draw, FRAME_MS);
    };
    draw();
  }

  draw({ image, x, y, width, height, sheetWidth, sheetHeight }) {
    const box = this.stillTarget.getBoundingClientRect();
    const scale = Math.min(box.width / width, box.height / height);
    const style = this.layer.style;
    style.inset = `${(box.height - height * scale) / 2}px ${(box.width - width * scale) / 2}px`;
    style.backgroundImage = `url("${image}")`;
    style.backgroundPosition = `${-x * scale}px ${-y * scale}px`;
    style.backgroundSize = `${sheetWidth * scale}px ${sheetHeight * scale}px`;
  }
}

const loaded = address => Object.assign(new Image(), { src: address }).decode().catch(() => {});
