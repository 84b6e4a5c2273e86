import { Controller } from "@hotwired/stimulus";

// On a link that leads to a page of its own: opens the popover that holds the same, when the page has it.
export default class extends Controller {
  static values = { id: String };

  connect() {
    this.open = event => {
      const sheet = document.getElementById(this.idValue);
      if (!sheet?.showPopover || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      sheet.showPopover({ source: this.element });
      sheet.querySelector("input:not([type=hidden]), textarea, button")?.focus();
    };
    this.element.addEventListener("click", this.open);
  }

  disconnect() {
    this.element.removeEventListener("click", this.open);
  }
}
