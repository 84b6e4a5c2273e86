import { Controller } from "@hotwired/stimulus";
import { cueAt, readStoryboard } from "ui/storyboard";

const FRAME_MS = 700, WAIT_MS = 250, FRAMES = 8;

// On the body: frames of a video over its still while the pointer rests on a card with data-preview="<storyboard>".
// Nothing is fetched before that, and nothing by touch, on a metered line or for those who want no motion.
export default class extends Controller {
  connect() {
    this.moved = ({ target, pointerType }) => this.over(pointerType === "mouse" ? target.closest?.("[data-preview]") : null);
    this.left = () => this.over(null);
    this.element.addEventListener("pointerover", this.moved);
    document.documentElement.addEventListener("pointerleave", this.left);
  }

  disconnect() {
    this.over(null);
    this.element.removeEventListener("pointerover", this.moved);
    document.documentElement.removeEventListener("pointerleave", this.left);
  }

  over(card) {
    if ((card ?? null) === (this.card ?? null)) return;
    clearTimeout(this.timer);
    this.layer?.remove();
    this.layer = null;
    this.card = card;
    if (!card || navigator.connection?.saveData || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.timer = setTimeout(() => this.play(card), WAIT_MS);
  }

  async play(card) {
    const cues = await readStoryboard(card.dataset.preview).catch(() => []);
    if (!cues.length) return;
    await loaded(cues[0].image);
    if (this.card !== card) return;
    const still = card.querySelector(".still");
    const layer = this.layer = Object.assign(document.createElement("div"), { className: "still-preview" });
    still.append(layer);
    let frame = 0;
    const draw = () => {
      place(layer, still, cueAt(cues, (cues.at(-1).end * (frame % FRAMES)) / FRAMES));
      frame += 1;
      this.timer = setTimeout(draw, FRAME_MS);
    };
    draw();
  }
}

function place({ style }, still, { image, x, y, width, height, sheetWidth, sheetHeight }) {
  const box = still.getBoundingClientRect();
  const scale = Math.min(box.width / width, box.height / height);
  style.inset = `${(box.height - height * scale) / 2}px ${(box.width - width * scale) / 2}px`;
  style.backgroundImage = `url("${image}")`;
  style.backgroundPosition = `${-x * scale}px ${-y * scale}px`;
  style.backgroundSize = `${sheetWidth * scale}px ${sheetHeight * scale}px`;
}

const loaded = address => Object.assign(new Image(), { src: address }).decode().catch(() => {});
