import { Controller } from "@hotwired/stimulus";

// The menu beside a person's name asks what it may offer when it is first opened. Without script, a link leads there.
export default class extends Controller {
  static targets = ["sheet"];
  static values = { address: String };

  connect() {
    this.opened = () => { if (this.element.open) this.load(); };
    this.element.addEventListener("toggle", this.opened);
    this.opened();
  }

  disconnect() {
    this.element.removeEventListener("toggle", this.opened);
  }

  async load() {
    if (this.isLoaded) return;
    this.isLoaded = true;
    try {
      const answer = await fetch(this.addressValue, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
      if (!answer.ok) throw new Error(answer.status);
      this.sheetTarget.innerHTML = await answer.text();
    } catch {
      // The link is still there.
      this.isLoaded = false;
    }
  }
}
