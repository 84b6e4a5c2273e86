import { Controller } from "@hotwired/stimulus";

const CALL = /(?:^|\s)@(\w*)$/;
const MOST = 6;

// Where one says something: Enter sends (where there is a keyboard), @ offers names, an own message can be changed here.
export default class extends Controller {
  static targets = ["field", "names", "editing", "quoting"];
  static values = { people: String };

  connect() {
    this.withKeyboard = matchMedia("(hover: hover) and (pointer: fine)");
  }

  press(event) {
    if (event.isComposing) return;
    if (!this.namesTarget.hidden && this.choose(event)) return;
    if (event.key === "Enter" && !event.shiftKey && this.withKeyboard.matches) {
      event.preventDefault();
      this.element.requestSubmit();
    } else if (event.key === "ArrowUp" && !this.fieldTarget.value) {
      event.preventDefault();
      this.dispatch("last", { target: this.fieldTarget });
    } else if (event.key === "Escape" && this.element.dataset.editing) this.leave();
    else if (event.key === "Escape" && !this.quotingTarget.hidden) this.unquote();
  }

  // The message one answers

  quote({ detail: { id, name, text } }) {
    if (this.element.dataset.editing) this.leave();
    this.element.elements.answers.value = id;
    const [who, said] = this.quotingTarget.querySelectorAll("strong, q");
    who.textContent = name;
    said.textContent = text;
    this.quotingTarget.hidden = false;
    this.fieldTarget.focus();
  }

  unquote() {
    this.element.elements.answers.value = "";
    this.quotingTarget.hidden = true;
    this.fieldTarget.focus();
  }

  // Changing what one said

  begin({ detail: { id, text } }) {
    this.before = this.element.dataset.editing ? this.before : this.fieldTarget.value;
    this.element.dataset.editing = id;
    this.fieldTarget.value = text;
    this.editingTarget.hidden = false;
    this.fieldTarget.focus();
  }

  leave() {
    delete this.element.dataset.editing;
    this.editingTarget.hidden = true;
    this.fieldTarget.value = this.before ?? "";
    this.before = "";
    this.fieldTarget.focus();
  }

  // It is on its way.
  said() {
    this.hideNames();
    if (this.element.dataset.editing) this.leave();
    else this.unquote();
  }

  // Names

  async look() {
    const asked = CALL.exec(this.fieldTarget.value.slice(0, this.fieldTarget.selectionStart))?.[1];
    if (asked === undefined) { this.hideNames(); return; }
    const people = await (this.people ??= this.fetchPeople());
    const wanted = asked.toLowerCase();
    const found = people.filter(({ handle, name }) => handle.startsWith(wanted) || name.toLowerCase().startsWith(wanted)).slice(0, MOST);
    this.namesTarget.replaceChildren(...found.map((person, place) => this.row(person, place)));
    this.namesTarget.hidden = !found.length;
    this.mark(0);
  }

  async fetchPeople() {
    try {
      const answer = await fetch(this.peopleValue);
      return answer.ok ? (await answer.json()).people : [];
    } catch {
      this.people = undefined;
      return [];
    }
  }

  row({ handle, name }, place) {
    const row = document.createElement("li");
    row.id = `${this.namesTarget.id}-${place}`;
    row.setAttribute("role", "option");
    row.dataset.handle = handle;
    const who = document.createElement("strong"), called = document.createElement("span");
    who.textContent = name;
    called.className = "soft";
    called.textContent = `@${handle}`;
    row.append(who, called);
    row.addEventListener("pointerdown", event => { event.preventDefault(); this.put(handle); });
    return row;
  }

  choose(event) {
    const rows = [...this.namesTarget.children];
    const here = rows.findIndex(row => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.mark((here + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
    else if (event.key === "Enter" || event.key === "Tab") this.put(rows[here].dataset.handle);
    else if (event.key === "Escape") this.hideNames();
    else return false;
    event.preventDefault();
    return true;
  }

  mark(place) {
    for (const [at, row] of [...this.namesTarget.children].entries()) row.setAttribute("aria-selected", String(at === place));
    const chosen = this.namesTarget.children[place];
    if (chosen) this.fieldTarget.setAttribute("aria-activedescendant", chosen.id);
  }

  put(handle) {
    const { value, selectionStart: at } = this.fieldTarget;
    const head = value.slice(0, at).replace(/@\w*$/, `@${handle} `);
    this.fieldTarget.value = head + value.slice(at);
    this.fieldTarget.setSelectionRange(head.length, head.length);
    this.hideNames();
  }

  hideNames() {
    this.namesTarget.hidden = true;
    this.fieldTarget.removeAttribute("aria-activedescendant");
  }
}
