import { Controller } from "@hotwired/stimulus";

const MOST_PHOTOS = 10;
const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]»]/;
const PREVIEW_MS = 700;
const AGAIN_MS = 1200;

// What hangs on a post one composes: photos go up as they are chosen, parts come when they are asked for, and the form
// waits for what is still on its way. Without it, everything goes along with the form in one piece.
export default class extends Controller {
  static targets = ["photos", "parts", "preview", "status", "input", "film"];
  static values = { send: String, part: String, preview: String, lost: String, many: String, waits: String };

  connect() {
    this.form = this.element.closest("form");
    this.pending = 0;
    this.hold = event => this.holdBack(event);
    this.typed = event => { if (event.target.name === "text") this.lookSoon(); };
    this.form.addEventListener("submit", this.hold);
    this.form.addEventListener("input", this.typed);
    // Chosen before this script was there.
    if (this.inputTarget.files.length) this.choose({ target: this.inputTarget });
    this.lookSoon();
  }

  disconnect() {
    this.form.removeEventListener("submit", this.hold);
    this.form.removeEventListener("input", this.typed);
    clearTimeout(this.soon);
  }

  // Photos

  async choose({ target }) {
    const files = [...target.files];
    target.value = "";
    const room = MOST_PHOTOS - this.photosTarget.querySelectorAll('[name="photo"], [data-state="sending"]').length;
    if (files.length > room) this.say(this.manyValue);
    const rows = files.slice(0, Math.max(0, room)).map(file => [file, this.newRow(file)]);
    // One after the other: a phone's line is narrow, and the order stays.
    for (const [file, row] of rows) await this.send(file, row);
  }

  newRow(file) {
    const row = document.createElement("li");
    row.className = "attach-photo";
    row.dataset.state = "sending";
    const name = document.createElement("span");
    name.className = "attach-said";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.className = "progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    row.append(name, bar);
    this.photosTarget.append(row);
    this.pending += 1;
    return row;
  }

  async send(file, row) {
    const bar = row.querySelector("progress");
    const key = crypto.randomUUID?.() ?? "";
    let answer = await this.put(file, key, bar);
    // The same key: what arrived although the answer was lost is not there twice.
    if (!answer.status && key) answer = await this.put(file, key, bar);
    if (answer.status === 200) {
      const made = this.fragment(answer.text);
      row.replaceWith(made);
      made.querySelector("textarea")?.focus({ preventScroll: true });
    } else this.refuse(row, answer.status ? answer.text : "");
    this.settled();
  }

  put(file, key, bar) {
    return new Promise(done => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("photo", file);
      body.append("key", key);
      body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = total ? loaded / total : 0; });
      request.addEventListener("load", () => done({ status: request.status, text: request.responseText }));
      request.addEventListener("error", () => done({ status: 0 }));
      request.open("POST", this.sendValue);
      request.setRequestHeader("HX-Request", "true");
      request.send(body);
    });
  }

  refuse(row, html) {
    row.dataset.state = "refused";
    row.setAttribute("role", "alert");
    row.querySelector("progress").remove();
    const said = document.createElement("span");
    said.className = "attach-said";
    if (html && html.length < 2000) said.append(this.fragment(html, true));
    else said.textContent = this.lostValue;
    row.append(said);
    setTimeout(() => row.remove(), 15_000);
  }

  earlier({ target }) {
    const row = target.closest("[data-photo]");
    row.previousElementSibling?.before(row);
    target.closest("button").focus();
  }

  later({ target }) {
    const row = target.closest("[data-photo]");
    row.nextElementSibling?.after(row);
    target.closest("button").focus();
  }

  takeBack({ target, params: { address } }) {
    const row = target.closest("[data-photo]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("textarea") ?? this.inputTarget).focus();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
  }

  // Parts

  async open(event) {
    event.preventDefault();
    this.say("");
    const { sort } = event.params;
    const known = this.partsTarget.querySelector(`[data-part="${sort}"]`);
    if (!known) {
      const answer = await fetch(this.partValue.replace("SORT", sort), { headers: { "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok) { this.say(this.lostValue); return; }
      this.partsTarget.append(this.fragment(await answer.text()));
    }
    const part = this.partsTarget.querySelector(`[data-part="${sort}"]`);
    part.querySelector("input:not([type=hidden]), textarea, button")?.focus();
  }

  close({ target }) {
    const part = target.closest("[data-part]");
    const { part: sort } = part.dataset;
    part.remove();
    if (sort === "video" && this.isFilming) this.filmFailed();
    this.element.querySelector(`[data-attach-sort-param="${sort}"]`)?.focus();
  }

  filmStarted() {
    this.isFilming = true;
    this.pending += 1;
  }

  filmReceived({ detail: { asset } }) {
    if (this.hasFilmTarget) this.filmTarget.value = asset;
    this.filmFailed();
  }

  filmFailed() {
    this.isFilming = false;
    this.settled();
  }

  // The form waits for what is on its way, then goes by itself.

  holdBack(event) {
    if (!this.pending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.waiting = event.submitter;
    this.isWaiting = true;
    this.say(this.waitsValue);
  }

  settled() {
    this.pending = Math.max(0, this.pending - 1);
    if (this.pending || !this.isWaiting) return;
    this.isWaiting = false;
    this.form.requestSubmit(this.waiting ?? undefined);
  }

  // The card of the page one links to

  lookSoon() {
    clearTimeout(this.soon);
    if (!this.hasPreviewTarget) return;
    this.soon = setTimeout(() => this.look(0), PREVIEW_MS);
  }

  async look(looks) {
    const text = this.form.elements.text?.value ?? "";
    const address = ADDRESS.exec(text)?.[0] ?? "";
    if (!looks && address === this.looked) return;
    this.looked = address;
    if (!address) { this.previewTarget.replaceChildren(); return; }
    const asked = new URLSearchParams({ text: address, looks });
    const answer = await fetch(`${this.previewValue}?${asked}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || this.looked !== address) return;
    const isPlain = this.previewTarget.querySelector("[name=plain_link]")?.checked;
    const card = this.fragment(await answer.text());
    this.previewTarget.replaceChildren(...(card ? [card] : []));
    if (isPlain && card) card.querySelector("[name=plain_link]").checked = true;
    if (card?.dataset.waits === "true") this.soon = setTimeout(() => this.look(Number(card.dataset.looks)), AGAIN_MS);
  }

  say(words) {
    this.statusTarget.textContent = words;
    this.statusTarget.hidden = !words;
  }

  fragment(html, whole = false) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return whole ? template.content : template.content.firstElementChild;
  }
}
