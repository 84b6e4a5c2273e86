import { Controller } from "@hotwired/stimulus";

// A <details> that behaves like a menu: closes on Escape, on leaving it, on a click elsewhere; arrows walk its items.
export default class extends Controller {
  connect() {
    this.outside = event => { if (!this.element.contains(event.target)) this.close(); };
    this.keys = event => this.press(event);
    this.left = ({ relatedTarget }) => { if (relatedTarget && !this.element.contains(relatedTarget)) this.close(); };
    document.addEventListener("pointerdown", this.outside);
    this.element.addEventListener("keydown", this.keys);
    this.element.addEventListener("focusout", this.left);
  }

  disconnect() {
    document.removeEventListener("pointerdown", this.outside);
    this.element.removeEventListener("keydown", this.keys);
    this.element.removeEventListener("focusout", this.left);
  }

  close() {
    this.element.open = false;
  }

  press(event) {
    if (event.key === "Escape" && this.element.open) {
      this.close();
      this.element.querySelector("summary").focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.element.open = true;
      const items = [...this.element.querySelectorAll(".menu-sheet :is(a, button, input)")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const here = items.indexOf(document.activeElement);
      items[(here === -1 && step === -1 ? items.length - 1 : here + step + items.length) % items.length]?.focus();
    }
  }
}
