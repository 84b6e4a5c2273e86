// The menu that comes with "/" at the beginning of a word: arrows choose, Enter takes, Escape or a space leaves.
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export class SlashMenu {
  constructor(editor, list, run) {
    Object.assign(this, { editor, list, run });
    this.options = [...list.querySelectorAll("[role=option]")];
    editor.on("transaction", () => this.look());
    editor.on("blur", () => this.close());
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  // Where the "/…" before the caret begins, and what stands behind it.
  get asked() {
    const { $from, empty } = this.editor.state.selection;
    if (!empty || !$from.parent.isTextblock || ["codeBlock", "footnote"].includes($from.parent.type.name)) return null;
    const found = $from.parent.textBetween(0, $from.parentOffset, "\n", "\ufffc").match(/(?:^|\s)\/([\p{L}\d]{0,20})$/u);
    return found && { from: $from.pos - found[1].length - 1, to: $from.pos, words: plain(found[1]) };
  }

  look() {
    const asked = this.asked;
    if (!asked || asked.from === this.left) { if (!asked) this.left = null; return this.close(); }
    let count = 0;
    for (const option of this.options) {
      option.hidden = !plain(option.dataset.words).split(/\s+/).some(word => word.startsWith(asked.words));
      count += !option.hidden;
    }
    if (!count) return this.close();
    this.open(this.editor.view.coordsAtPos(asked.from));
  }

  openAt(rectangle) {
    for (const option of this.options) option.hidden = false;
    this.open(rectangle);
  }

  open({ left, bottom, top }) {
    if (!this.isOpen) this.list.showPopover();
    const { offsetHeight: height, offsetWidth: width } = this.list;
    const below = bottom + height + 8 < innerHeight;
    this.list.style.insetInlineStart = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.list.style.insetBlockStart = `${below ? bottom + 4 : Math.max(8, top - height - 4)}px`;
    if (!this.chosen || this.chosen.hidden) this.choose(this.shown[0]);
  }

  close() {
    if (this.isOpen) this.list.hidePopover();
    this.choose(null);
  }

  get shown() {
    return this.options.filter(option => !option.hidden);
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    const page = this.editor.view.dom;
    if (option) page.setAttribute("aria-activedescendant", option.id); else page.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const shown = this.shown;
      this.choose(shown[(shown.indexOf(this.chosen) + step + shown.length) % shown.length]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.take(this.chosen);
    } else if (event.key === "Escape") {
      this.left = this.asked?.from;
      this.close();
    } else return false;
    return true;
  }

  take(option) {
    const asked = this.asked;
    if (asked) this.editor.chain().focus().deleteRange({ from: asked.from, to: asked.to }).run();
    this.close();
    this.run(option.dataset.command);
  }
}
