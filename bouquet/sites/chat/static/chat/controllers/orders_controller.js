import { Controller } from "@hotwired/stimulus";

const BEGUN = /^\/([\p{L}\p{N}_-]*)$/u;
const MOST = 8;

// What one may order, offered as soon as one types a slash at the beginning: arrows choose, Enter or Tab puts it there.
export default class extends Controller {
  static targets = ["field", "list"];
  static values = { address: String };

  async look() {
    const asked = BEGUN.exec(this.fieldTarget.value)?.[1];
    if (asked === undefined) { this.hide(); return; }
    const known = await (this.known ??= this.fetch());
    if (!BEGUN.test(this.fieldTarget.value)) return;
    const found = known.filter(({ name }) => name.startsWith(asked.toLowerCase())).slice(0, MOST);
    this.listTarget.replaceChildren(...found.map((order, place) => this.row(order, place)));
    this.listTarget.hidden = !found.length;
    if (found.length) this.fieldTarget.setAttribute("aria-controls", this.listTarget.id);
    this.mark(0);
  }

  async fetch() {
    try {
      const answer = await fetch(this.addressValue);
      return answer.ok ? (await answer.json()).orders : [];
    } catch {
      this.known = undefined;
      return [];
    }
  }

  row({ name, takes, does, bot }, place) {
    const row = document.createElement("li");
    row.id = `${this.listTarget.id}-${place}`;
    row.setAttribute("role", "option");
    row.dataset.name = name;
    const order = document.createElement("strong"), what = document.createElement("span");
    order.textContent = `/${name}`;
    what.className = "soft";
    what.textContent = [takes, does, bot].filter(Boolean).join(" · ");
    row.append(order, what);
    row.addEventListener("pointerdown", event => { event.preventDefault(); this.put(name); });
    return row;
  }

  press(event) {
    if (this.listTarget.hidden || event.isComposing) return;
    const rows = [...this.listTarget.children];
    const here = rows.findIndex(row => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.mark((here + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
    // Typed to its end, Enter sends it.
    else if (event.key === "Enter" && this.fieldTarget.value === `/${rows[here].dataset.name}`) { this.hide(); return; }
    else if (event.key === "Enter" || event.key === "Tab") this.put(rows[here].dataset.name);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  mark(place) {
    for (const [at, row] of [...this.listTarget.children].entries()) row.setAttribute("aria-selected", String(at === place));
    const chosen = this.listTarget.children[place];
    if (!chosen) return;
    this.fieldTarget.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  put(name) {
    this.fieldTarget.value = `/${name} `;
    this.fieldTarget.setSelectionRange(name.length + 2, name.length + 2);
    this.hide();
  }

  hide() {
    if (this.listTarget.hidden) return;
    this.listTarget.hidden = true;
    this.fieldTarget.removeAttribute("aria-activedescendant");
  }
}
