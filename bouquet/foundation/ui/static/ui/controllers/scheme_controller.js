import { Controller } from "@hotwired/stimulus";

// Light, dark or as the device says; remembered on this device, applied before the first paint by base.html.
export default class extends Controller {
  connect() {
    const kept = localStorage.getItem("scheme") ?? "";
    for (const input of this.element.elements) input.checked = input.value === kept;
  }

  choose({ target }) {
    if (target.value) {
      localStorage.setItem("scheme", target.value);
      document.documentElement.dataset.scheme = target.value;
    } else {
      localStorage.removeItem("scheme");
      delete document.documentElement.dataset.scheme;
    }
  }
}
