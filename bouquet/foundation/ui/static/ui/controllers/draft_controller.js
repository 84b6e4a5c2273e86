import { Controller } from "@hotwired/stimulus";

// Keeps what is typed on this device until the form is sent, so that a closed tab or a dead battery loses nothing.
// Passwords, files and codes are never kept. Give it to forms worth it: data-draft-key-value="publish".
export default class extends Controller {
  static values = { key: String };

  connect() {
    if (!this.keyValue) return;
    this.restore();
    this.keep = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), 400); };
    this.forget = () => { clearTimeout(this.timer); localStorage.removeItem(this.place); };
    this.element.addEventListener("input", this.keep);
    this.element.addEventListener("submit", this.forget);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.element.removeEventListener("input", this.keep);
    this.element.removeEventListener("submit", this.forget);
  }

  get place() {
    return `draft:${this.keyValue}`;
  }

  get fields() {
    const never = ["password", "file", "hidden", "submit", "button"];
    return [...this.element.elements].filter(
      field => field.name && !never.includes(field.type) && !field.autocomplete?.startsWith("one-time-code"),
    );
  }

  save() {
    const kept = this.fields.map(({ name, type, value, checked }) =>
      type === "checkbox" || type === "radio" ? [name, value, checked] : [name, value]);
    try { localStorage.setItem(this.place, JSON.stringify(kept)); } catch { /* full or refused: typing goes on */ }
  }

  // Only into fields the server left as they were in the page it first sent: its own answer wins.
  restore() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(this.place) ?? "[]"); } catch { return; }
    for (const [name, value, checked] of kept) {
      for (const field of this.fields.filter(one => one.name === name)) {
        if (checked !== undefined) { if (field.value === value) field.checked = checked; }
        else if (field.value === "" && value !== "") {
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }
    }
  }
}
