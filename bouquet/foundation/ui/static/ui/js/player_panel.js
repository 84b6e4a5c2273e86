// The player's panel: settings as short lists of radio buttons, and the list of chapters.

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class Panel {
  // player: {video, source, words, captions, chapters(), commands}
  constructor(element, player) {
    Object.assign(this, { element, player, name: "", page: "" });
    element.addEventListener("keydown", event => this.press(event));
    element.addEventListener("change", ({ target }) => this.lists[target.name]?.choose(target.value));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle(name, button) {
    if (this.isOpen && this.name === name) return this.close();
    this.opener?.setAttribute("aria-expanded", "false");
    Object.assign(this, { name, page: "", opener: button });
    button.setAttribute("aria-expanded", "true");
    this.element.hidden = false;
    this.element.closest("media-controller").setAttribute("noautohide", "");
    this.draw();
    this.focusFirst();
    this.outside = event => {
      if (!event.composedPath().some(node => node === this.element || node === this.opener)) this.close(false);
    };
    document.addEventListener("pointerdown", this.outside);
    return undefined;
  }

  close(giveFocusBack = true) {
    if (!this.isOpen) return;
    document.removeEventListener("pointerdown", this.outside);
    this.element.hidden = true;
    this.element.closest("media-controller").removeAttribute("noautohide");
    this.opener.setAttribute("aria-expanded", "false");
    if (giveFocusBack) this.opener.focus();
  }

  press(event) {
    event.stopPropagation();
    if (event.key === "Escape" && this.page) this.show("");
    else if (event.key === "Escape") this.close();
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target.matches("button")) {
      event.preventDefault();
      const buttons = [...this.element.querySelectorAll("button")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
    }
  }

  focusFirst() {
    const first = [":checked, [aria-current]", ".player-row", ".player-close"].map(each => this.element.querySelector(each)).find(Boolean);
    first.focus();
  }

  show(page) {
    const from = this.page;
    this.page = page;
    this.draw();
    if (page) this.focusFirst();
    else this.element.querySelector(`[data-page="${from}"]`)?.focus();
  }

  refresh() {
    if (!this.isOpen) return;
    const focused = this.element.contains(document.activeElement);
    this.draw();
    if (focused) this.focusFirst();
  }

  draw() {
    if (this.name === "chapters") this.element.replaceChildren(this.head(title(this.player.words.chapters)), ...this.chapters());
    else if (this.page) this.element.replaceChildren(...this.list(this.page));
    else this.element.replaceChildren(this.head(title(this.player.words.settings)), ...this.summary());
  }

  // Each list: its title, its options and how one is chosen; lists with a single option are left out.
  get lists() {
    const { words, source, video } = this.player;
    const { chosen, playing } = source.quality;
    const at = source.qualities.find(({ id }) => id === playing)?.height;
    const auto = at && chosen === -1 ? words.autoAt.replace("{height}", at) : words.auto;
    return {
      quality: {
        title: words.quality, chosen,
        options: source.qualities.length ? [{ id: -1, label: auto }, ...source.qualities] : [],
        choose: id => source.chooseQuality(Number(id)),
      },
      speed: {
        title: words.speed, chosen: video.playbackRate,
        options: SPEEDS.map(rate => ({ id: rate, label: rate === 1 ? words.normal : `${rate.toLocaleString(this.language)} ×` })),
        choose: rate => this.player.commands.chooseSpeed(Number(rate)),
      },
      captions: {
        title: words.captions, chosen: this.player.captions.tracks.findIndex(({ mode }) => mode === "showing"),
        options: [{ id: -1, label: words.off }, ...this.player.captions.tracks.map((track, id) => ({ id, label: this.captionName(track) }))],
        choose: id => this.player.commands.chooseCaptions(Number(id)),
      },
      audio: {
        title: words.audio, chosen: source.sound,
        options: source.sounds.map(({ id, name, lang }) => ({ id, label: this.nameOf(lang) || name || words.track.replace("{number}", id + 1) })),
        choose: id => source.chooseSound(Number(id)),
      },
    };
  }

  get language() {
    return document.documentElement.lang || "fr";
  }

  // A title its author gave stays; the mere English name of the language is said in the reader's own.
  captionName({ label, language }) {
    return (!label || label === this.nameOf(language, "en")) && this.nameOf(language) || label || language;
  }

  nameOf(code, language = this.language) {
    if (!code || code === "und") return "";
    const name = new Intl.DisplayNames(language, { type: "language", fallback: "none" }).of(code) ?? "";
    return name && name[0].toLocaleUpperCase() + name.slice(1);
  }

  summary() {
    return Object.entries(this.lists).filter(([, { options }]) => options.length > 1).map(([page, { title, options, chosen }]) => {
      const row = make("button", "player-row");
      row.type = "button";
      row.dataset.page = page;
      row.append(make("span", "", title), make("span", "player-chosen", options.find(({ id }) => id === chosen)?.label ?? ""));
      row.addEventListener("click", () => this.show(page));
      return row;
    });
  }

  list(page) {
    const { title, options, chosen } = this.lists[page];
    const back = make("button", "player-row player-back", title);
    back.type = "button";
    back.setAttribute("aria-label", `${title}, ${this.player.words.back.toLocaleLowerCase()}`);
    back.addEventListener("click", () => this.show(""));
    const group = make("div", "player-options");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", title);
    for (const { id, label } of options) {
      const row = make("label", "player-row");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: page, value: id, checked: id === chosen });
      row.append(radio, make("span", "", label));
      group.append(row);
    }
    return [this.head(back), group];
  }

  chapters() {
    const { video } = this.player;
    return this.player.chapters().map(({ text, startTime, endTime }) => {
      const row = make("button", "player-row player-chapter-row");
      row.type = "button";
      if (video.currentTime >= startTime && video.currentTime < endTime) row.setAttribute("aria-current", "true");
      row.append(make("span", "", text), make("span", "player-chosen", time(startTime)));
      row.addEventListener("click", () => { this.player.commands.seek(startTime); this.close(); });
      return row;
    });
  }

  head(first) {
    const head = make("div", "player-panel-head");
    const close = Object.assign(make("button", "player-close", "×"), { type: "button", ariaLabel: this.player.words.close });
    close.addEventListener("click", () => this.close());
    head.append(first, close);
    return head;
  }
}

export const speeds = SPEEDS;

export function time(seconds) {
  const whole = Math.floor(seconds), pad = number => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

const title = text => make("p", "player-panel-title", text);

function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
