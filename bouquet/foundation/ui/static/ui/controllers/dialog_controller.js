import { Controller } from "@hotwired/stimulus";

// On a button or link: opens the <dialog> whose id is data-dialog-id-value. Focus comes back by itself (HTML).
export default class extends Controller {
  static values = { id: String };

  connect() {
    this.open = event => {
      const dialog = document.getElementById(this.idValue);
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
    };
    // closedby="any" is not everywhere yet: a click on the backdrop closes too.
    this.outside = event => { if (event.target === event.currentTarget) event.currentTarget.close(); };
    this.element.addEventListener("click", this.open);
    document.getElementById(this.idValue)?.addEventListener("click", this.outside);
  }

  disconnect() {
    this.element.removeEventListener("click", this.open);
    document.getElementById(this.idValue)?.removeEventListener("click", this.outside);
  }
}
