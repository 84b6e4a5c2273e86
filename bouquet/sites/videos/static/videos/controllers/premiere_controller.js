import { Controller } from "@hotwired/stimulus";

const SECOND = 1000, ASK_AGAIN_MS = 5000;

// Counts down to the hour of a premiere, then asks until the video is there, and shows it.
export default class extends Controller {
  static targets = ["clock"];
  static values = { at: String, words: Object };

  connect() {
    this.at = new Date(this.atValue).getTime();
    this.tick();
    this.timer = setInterval(() => this.tick(), SECOND);
  }

  disconnect() {
    clearInterval(this.timer);
    clearTimeout(this.asking);
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.at - Date.now()) / SECOND));
    const days = Math.floor(left / 86_400), parts = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
    const clock = parts.map(part => String(part).padStart(2, "0")).join(":");
    this.clockTarget.textContent = days ? `${days} ${this.wordsValue.days} ${clock}` : clock;
    if (left) return;
    clearInterval(this.timer);
    this.ask();
  }

  // The page names itself a premiere as long as it is one.
  async ask() {
    try {
      const page = await (await fetch(location.href, { cache: "no-store" })).text();
      if (!page.includes('data-controller="premiere"')) { location.reload(); return; }
    } catch { /* asked again below */ }
    this.asking = setTimeout(() => this.ask(), ASK_AGAIN_MS);
  }
}
