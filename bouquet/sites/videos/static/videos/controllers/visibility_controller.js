import { Controller } from "@hotwired/stimulus";

// The password is asked for only where one is needed.
export default class extends Controller {
  static targets = ["password"];

  connect() {
    this.show = () => {
      this.passwordTarget.hidden = this.element.querySelector("[name=visibility]:checked")?.value !== "password";
    };
    this.element.addEventListener("change", this.show);
    this.show();
  }

  disconnect() {
    this.element.removeEventListener("change", this.show);
  }
}
