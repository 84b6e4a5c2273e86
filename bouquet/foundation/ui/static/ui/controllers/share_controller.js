import { Controller } from "@hotwired/stimulus";

// The phone's own share sheet, where there is one; the element is hidden elsewhere.
export default class extends Controller {
  static values = { address: String, title: String, text: String };

  connect() {
    this.element.hidden = !navigator.share;
  }

  async share(event) {
    event.preventDefault();
    try {
      await navigator.share({ url: this.addressValue, title: this.titleValue, text: this.textValue || undefined });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
}
