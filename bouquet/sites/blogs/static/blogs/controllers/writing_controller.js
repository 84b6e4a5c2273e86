import { Controller } from "@hotwired/stimulus";
import { Editor } from "@tiptap/core";
import { COMMANDS, MARKS } from "blogs/commands";
import { forget, kept } from "blogs/drafts";
import { Pasting, hasWords, placeForBlock } from "blogs/pasting";
import { Saving } from "blogs/saving";
import { extensions, isAddress } from "blogs/schema";
import { SlashMenu } from "blogs/slash_menu";

// The editor of posts. Without it the page is a form with the text in Markdown; with it nothing that was typed is lost:
// see saving.js, and docs/decisions/0072-editor.md.
export default class extends Controller {
  static targets = ["form", "on", "document", "state", "met", "title", "tools", "page", "sourceBox", "sourceLabel",
    "source", "excerpt", "menu", "ask", "askLabel", "address", "tableTools", "files", "shape"];
  static values = { code: String, on: Number, document: String, photos: Object, words: Object, keep: String,
    photo: String, fetch: String, turn: String, video: String };

  async connect() {
    this.shape = "document";
    this.begin(JSON.parse(this.documentValue || '{"type":"doc","content":[{"type":"paragraph"}]}'));
    this.saving = new Saving({
      code: this.codeValue, edition: this.onValue, address: this.keepValue, token: this.token,
      read: () => this.words, tell: (what, answer) => this.tell(what, answer),
    });
    this.first = JSON.stringify(this.words);
    await this.takeUp();
  }

  disconnect() {
    this.saving?.stop();
    this.editor?.destroy();
  }

  begin(content) {
    this.figures = { photos: this.photosValue, words: this.wordsValue };
    this.editor = new Editor({
      element: this.pageTarget,
      injectCSS: false,
      content,
      extensions: extensions({
        placeholder: this.wordsValue.placeholder, figures: this.figures, look: address => this.look(address),
      }),
      editorProps: {
        attributes: { "aria-label": this.wordsValue.text, role: "textbox", "aria-multiline": "true", class: "writing-text" },
        // Word processors put a picture of the words beside the words.
        handlePaste: (view, event) => !hasWords(event.clipboardData?.getData("text/html") ?? "")
          && this.take([...(event.clipboardData?.files ?? [])]),
        handleDrop: (view, event, slice, moved) => !moved && this.take(
          [...(event.dataTransfer?.files ?? [])], view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
        transformPastedHTML: html => this.pasting.unpack(html),
        handleKeyDown: (view, event) => this.press(event),
      },
      onUpdate: () => this.saving?.changed(),
      onTransaction: () => this.mirror(),
    });
    this.pasting = new Pasting({
      editor: this.editor, photos: this.figures.photos, words: this.wordsValue, ask: address => this.fetched(address),
      send: files => this.take(files), say: text => this.say(text),
      tell: text => { this.stateTarget.textContent = text; },
    });
    this.menu = new SlashMenu(this.editor, this.menuTarget, name => this.do(name));
    this.pageTarget.hidden = this.toolsTarget.hidden = false;
    this.sourceBoxTarget.hidden = true;
  }

  // What this device kept when a tab died, against what the house says now.
  async takeUp() {
    const draft = await kept(this.codeValue);
    if (!draft) return;
    if (new URLSearchParams(location.search).has("kept") || JSON.stringify(draft.words) === this.first) return forget(this.codeValue);
    if (draft.edition !== this.onValue) {
      const answer = await this.saving.post(draft.words, draft.edition);
      if (answer.status === 409) { this.saving.stop(); this.lost = draft; return this.tell("met"); }
      if (answer.status !== 200) return this.tell("offline");
      this.saving.edition = answer.edition;
    }
    this.show(draft.words);
    this.saving.changed();
    this.stateTarget.textContent = this.wordsValue.restored;
  }

  show({ title, excerpt, document }) {
    this.titleTarget.value = title;
    this.excerptTarget.value = excerpt;
    this.editor.commands.setContent(JSON.parse(document), { emitUpdate: false });
  }

  get words() {
    return { title: this.titleTarget.value, excerpt: this.excerptTarget.value, document: JSON.stringify(this.editor.getJSON()) };
  }

  get token() {
    return this.formTarget.elements.csrfmiddlewaretoken.value;
  }

  typed() {
    this.saving.changed();
  }

  tell(what, answer) {
    this.stateTarget.textContent = what === "refused" ? answer?.error || this.wordsValue.refused : this.wordsValue[what] ?? "";
    this.stateTarget.dataset.what = what;
    this.metTarget.hidden = what !== "met";
    if (what === "saved") for (const on of this.onTargets) on.value = this.saving.edition;
  }

  // Both versions, side by side, on a page of the house.
  compare() {
    const { edition, words } = this.lost ?? { edition: this.saving.edition, words: this.words };
    if (this.lost) this.show(words);
    for (const on of this.onTargets) on.value = edition;
    this.formTarget.requestSubmit();
  }

  async submit(event) {
    if (this.isReady) return;
    event.preventDefault();
    const { submitter } = event;
    if (this.shape !== "document") await this.readSource();
    // An answer under way would make this a conflict with oneself.
    while (this.saving.busy) await new Promise(next => setTimeout(next, 50));
    if (!this.saving.isStopped) for (const on of this.onTargets) on.value = this.saving.edition;
    await this.saving.keepHere();
    this.saving.stop();
    this.documentTarget.value = JSON.stringify(this.editor.getJSON());
    this.isReady = true;
    this.formTarget.requestSubmit(submitter?.form === this.formTarget ? submitter : undefined);
  }

  // Commands

  run({ currentTarget }) {
    this.do(currentTarget.dataset.command);
  }

  pick(event) {
    event.preventDefault();
    this.menu.take(event.currentTarget);
  }

  openMenu({ currentTarget }) {
    const place = currentTarget.getBoundingClientRect();
    this.editor.commands.focus();
    this.menu.openAt(place);
  }

  do(name) {
    if (name === "link") return this.link();
    if (name === "video") return this.video();
    if (name === "image" || name === "gallery") {
      this.asGallery = name === "gallery";
      return this.filesTarget.click();
    }
    return COMMANDS[name](this.editor.chain().focus(), this.editor).run();
  }

  press(event) {
    if (this.menu?.press(event)) return true;
    if ((event.ctrlKey || event.metaKey) && event.key === "k") { event.preventDefault(); this.link(); return true; }
    return false;
  }

  // Which tools are at work where the caret stands.
  mirror() {
    if (!this.editor) return;
    for (const button of this.toolsTarget.querySelectorAll("[data-command]")) {
      if (MARKS.includes(button.dataset.command)) button.setAttribute("aria-pressed", this.editor.isActive(button.dataset.command));
    }
    this.tableToolsTarget.hidden = !this.editor.isActive("table");
  }

  async link() {
    const before = this.editor.getAttributes("link").href ?? "";
    const address = await this.askFor(this.wordsValue.link, before);
    if (address === null) return;
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (!address) return void chain.unsetMark("link").run();
    const href = isAddress(address) ? address : `https://${address}`;
    if (!isAddress(href)) return this.say(this.wordsValue.no_address);
    if (this.editor.state.selection.empty && !before) {
      return void chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    }
    chain.setMark("link", { href }).run();
  }

  async video() {
    const address = (await this.askFor(this.wordsValue.video, ""))?.trim();
    if (!address) return;
    if (!await this.look(address)) return this.say(this.wordsValue.no_video);
    this.editor.chain().focus().insertContent({ type: "embed", attrs: { address } }).run();
  }

  askFor(label, value) {
    this.askLabelTarget.textContent = label;
    this.addressTarget.value = value;
    this.askTarget.returnValue = "";
    this.askTarget.showModal();
    this.addressTarget.select();
    return new Promise(done => this.askTarget.addEventListener(
      "close", () => done(this.askTarget.returnValue ? this.addressTarget.value.trim() : null), { once: true }));
  }

  async look(address) {
    const answer = await this.fetch(`${this.videoValue}?address=${encodeURIComponent(address)}`).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  // Photos

  chosen({ target }) {
    const files = [...target.files];
    target.value = "";
    this.take(files);
  }

  take(files, place = this.editor.state.selection.to) {
    const pictures = files.filter(file => file.type.startsWith("image/"));
    if (!pictures.length) return false;
    this.sendAll(pictures, placeForBlock(this.editor.state.doc, place), this.asGallery && pictures.length > 1);
    this.asGallery = false;
    return true;
  }

  // One after the other: a phone's line is narrow, and the order stays. The place moves along with what is typed.
  async sendAll(files, place, asGallery) {
    const follow = ({ transaction }) => { place = transaction.mapping.map(place); };
    this.editor.on("transaction", follow);
    const figures = [];
    for (const file of files) {
      this.stateTarget.textContent = this.wordsValue.sending.replace("%s", file.name);
      const figure = await this.send(file);
      if (figure) figures.push(figure);
    }
    this.editor.off("transaction", follow);
    if (figures.length) this.editor.commands.insertContentAt(place, asGallery ? { type: "gallery", content: figures } : figures);
    if (figures.length === files.length) this.stateTarget.textContent = "";
  }

  async send(file) {
    const body = new FormData();
    body.append("photo", file);
    body.append("csrfmiddlewaretoken", this.token);
    try {
      const response = await this.fetch(this.photoValue, { method: "POST", body });
      const answer = await response.json();
      if (!response.ok) return void this.say(answer.error);
      this.figures.photos[answer.photo] = answer.address;
      return { type: "figure", attrs: { photo: answer.photo } };
    } catch { return void this.say(this.wordsValue.not_sent); }
  }

  async fetched(address) {
    const body = new FormData();
    body.append("address", address);
    body.append("csrfmiddlewaretoken", this.token);
    const answer = await this.fetch(this.fetchValue, { method: "POST", body }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  // The source

  typedSource() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.readSource(), 700);
  }

  async turnTo() {
    const wanted = this.shapeTarget.value;
    clearTimeout(this.reading);
    if (this.shape !== "document" && !await this.readSource()) { this.shapeTarget.value = this.shape; return; }
    if (wanted !== "document") {
      const turned = await this.turn("document", wanted, JSON.stringify(this.editor.getJSON()));
      if (!turned) { this.shapeTarget.value = this.shape; return; }
      this.sourceTarget.value = turned.text;
      this.sourceLabelTarget.textContent = this.wordsValue[wanted];
    }
    this.shape = wanted;
    this.sourceBoxTarget.hidden = wanted === "document";
    this.pageTarget.hidden = wanted !== "document";
  }

  async readSource() {
    const turned = await this.turn(this.shape, "document", this.sourceTarget.value);
    if (!turned) return false;
    Object.assign(this.figures.photos, turned.photos);
    this.editor.commands.setContent(JSON.parse(turned.text));
    if (turned.losses.length) this.say(`${this.wordsValue.losses} ${turned.losses.join(", ")}`);
    return true;
  }

  async turn(from, to, text) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ from, to, text, csrfmiddlewaretoken: this.token })) body.append(name, value);
    try {
      const response = await this.fetch(this.turnValue, { method: "POST", body });
      const answer = await response.json();
      if (response.ok) return answer;
      this.say(answer.error);
    } catch { this.say(this.wordsValue.offline); }
    return null;
  }

  fetch(address, options = {}) {
    return fetch(address, { ...options, headers: { Accept: "application/json" } });
  }

  say(text) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
  }
}
