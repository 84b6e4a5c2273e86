import { Controller } from "@hotwired/stimulus";

const STAYS_MS = 8000;
const FAILURES = ["htmx:response:error", "htmx:error"];

// Toasts leave by themselves, but wait while the pointer or the focus is on them. Others say one with
// document.dispatchEvent(new CustomEvent("toast", {detail: {text, tone, undo}})) or the HX-Trigger header.
export default class extends Controller {
  static targets = ["item"];
  static values = { undo: String, close: String, failed: String, gone: String };

  connect() {
    this.heard = ({ detail }) => this.say(detail);
    this.failed = ({ detail }) => this.tellFailure(detail);
    document.addEventListener("toast", this.heard);
    for (const name of FAILURES) document.addEventListener(name, this.failed);
  }

  disconnect() {
    document.removeEventListener("toast", this.heard);
    for (const name of FAILURES) document.removeEventListener(name, this.failed);
  }

  // A part of the page was asked for and did not come. What is there stays, and is never replaced by a page of errors.
  tellFailure({ ctx, error }) {
    if (!ctx) return;
    if (error) return this.say({ text: this.failedValue, tone: "bad" });
    const isPart = ctx.target !== document.body && !ctx.select;
    if (ctx.response.status >= 500) this.say({ text: this.failedValue, tone: "bad" });
    else if (isPart && /^\s*<!doctype/i.test(ctx.text)) {
      ctx.swap = "none";
      this.say({ text: this.goneValue, tone: "bad" });
    }
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
    // What fails every few seconds is told once.
    if (!undo && this.itemTargets.some(item => item.dataset.text === text)) return;
    const item = document.createElement("div");
    item.className = `toast ${tone === "bad" ? "bad" : ""}`;
    item.dataset.toastTarget = "item";
    item.dataset.text = text;
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
