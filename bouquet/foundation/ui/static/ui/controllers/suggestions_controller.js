import { Controller } from "@hotwired/stimulus";

const WAIT_MS = 150;

// Fills the browser's own list of suggestions from an address that answers ["a text", …] for ?q=.
export default class extends Controller {
  static values = { address: String };

  connect() {
    if (!this.addressValue) return;
    this.list = document.createElement("datalist");
    this.list.id = `${this.element.id}-suggestions`;
    this.element.after(this.list);
    this.element.setAttribute("list", this.list.id);
    this.later = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT_MS); };
    this.element.addEventListener("input", this.later);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.list?.remove();
    this.element.removeEventListener("input", this.later);
  }

  async ask() {
    const words = this.element.value.trim();
    if (words.length < 2) return;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.addressValue}?q=${encodeURIComponent(words)}`, { signal: this.asking.signal });
      if (!answer.ok) return;
      this.list.replaceChildren(...(await answer.json()).map(text => Object.assign(document.createElement("option"), { value: text })));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
}
