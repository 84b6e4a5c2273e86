import { Controller } from "@hotwired/stimulus";

const STAYS_MS = 8000;

// Toasts leave by themselves, but wait while the pointer or the focus is on them. Others say one with
// document.dispatchEvent(new CustomEvent("toast", {detail: {text, tone, undo}})) or the HX-Trigger header.
export default class extends Controller {
  static targets = ["item"];
  static values = { undo: String, close: String };

  connect() {
    this.heard = ({ detail }) => this.say(detail);
    document.addEventListener("toast", this.heard);
  }

  disconnect() {
    document.removeEventListener("toast", this.heard);
  }

  itemTargetConnected(item) {
    const leaveLater = () => { item.timer = setTimeout(() => this.leave(item), STAYS_MS); };
    const stay = () => clearTimeout(item.timer);
    for (const name of ["pointerenter", "focusin"]) item.addEventListener(name, stay);
    for (const name of ["pointerleave", "focusout"]) item.addEventListener(name, leaveLater);
    leaveLater();
  }

  dismiss(event) {
    this.leave(event.target.closest(".toast"));
  }

  leave(item) {
    item.classList.add("leaving");
    setTimeout(() => item.remove(), 200);
  }

  say({ text, tone, undo }) {
    const item = document.createElement("div");
    item.className = `toast ${tone === "bad" ? "bad" : ""}`;
    item.dataset.toastTarget = "item";
    const words = document.createElement("p");
    words.textContent = text;
    item.append(words);
    if (undo) item.append(this.button(this.undoValue, () => { undo(); this.leave(item); }));
    item.append(this.button(this.closeValue, () => this.leave(item)));
    this.element.append(item);
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small outline";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}
