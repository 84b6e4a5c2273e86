import { Controller } from "@hotwired/stimulus";

// Copies data-copy-text-value (or what its input target holds) and says so.
export default class extends Controller {
  static targets = ["input", "button"];
  static values = { text: String, done: String };

  async copy() {
    const text = this.hasInputTarget ? this.inputTarget.value : this.textValue;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!this.hasInputTarget) return;
      this.inputTarget.select();
      document.execCommand("copy");
    }
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.doneValue } }));
  }
}
