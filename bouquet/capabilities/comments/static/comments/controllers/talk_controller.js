import { Controller } from "@hotwired/stimulus";

const EVERY_MS = 20_000;

// Says that others have commented meanwhile, without moving what is being read. Asks only while somebody looks.
export default class extends Controller {
  static targets = ["news", "words", "fresh"];
  static values = { state: String, arrivals: Number, one: String, many: String };

  connect() {
    this.watcher = new IntersectionObserver(entries => { this.isInSight = entries.at(-1).isIntersecting; });
    this.watcher.observe(this.element);
    this.timer = setInterval(() => this.ask(), EVERY_MS);
    this.element.querySelector(".is-target")?.scrollIntoView({ block: "center" });
  }

  disconnect() {
    this.watcher.disconnect();
    clearInterval(this.timer);
  }

  // One's own comments are no news.
  freshTargetConnected() {
    this.arrivalsValue += 1;
  }

  // What was typed stays on this device, for the next time.
  giveUp(event) {
    event.preventDefault();
    event.target.closest("form").remove();
  }

  async ask() {
    if (!this.isInSight || document.visibilityState !== "visible" || navigator.onLine === false) return;
    try {
      const answer = await fetch(this.stateValue, { cache: "no-cache", headers: { Accept: "application/json" } });
      if (answer.ok) this.say((await answer.json()).arrivals - this.arrivalsValue);
    } catch { /* the next time */ }
  }

  say(count) {
    if (!(count > 0)) return;
    const { lang } = document.documentElement;
    const isOne = new Intl.PluralRules(lang).select(count) === "one";
    const words = (isOne ? this.oneValue : this.manyValue).replace("{n}", new Intl.NumberFormat(lang).format(count));
    if (this.wordsTarget.textContent === words) return;
    this.wordsTarget.textContent = words;
    this.newsTarget.hidden = false;
  }
}
