import { Controller } from "@hotwired/stimulus";
import { file as fileCard } from "messaging/enclosed";
import { Outbox, carry } from "messaging/outbox";
import { Stretch } from "messaging/stretch";
import { Teller, counted } from "messaging/telling";
import { wire } from "live/wire";

// As messaging/engine/orders.py reads it.
const ORDER = /^\/[\p{L}][\p{L}\p{N}_-]{0,31}(\s|$)/u;
const SPOKEN = new Set(["post", "order"]);
const READ_MS = 800, WAITING_MS = 2000, TYPING_MS = 3000;

// A room while somebody looks at it. What happens there comes down the wire; what one does goes into the outbox. The page
// showed the newest before this script was there, and its forms post without it.
export default class extends Controller {
  static targets = ["list", "scroll", "template", "earlier", "later", "news", "waiting", "state", "doing", "here", "thread",
    "threadScroll", "menu", "topic", "name", "pinned", "shut", "told"];
  static values = {
    account: String, room: String, seq: Number, read: Number, address: String, history: String, words: Object,
    drawings: Object, people: Object, atEnd: Boolean, earlier: Boolean, root: String,
  };

  connect() {
    this.me = this.accountValue;
    this.names = new Map(Object.entries(this.peopleValue));
    const teller = new Teller({
      template: this.templateTarget, me: this.me, words: this.wordsValue, drawings: this.drawingsValue,
      room: { address: this.addressValue },
    });
    this.teller = teller;
    this.talk = new Stretch({
      list: this.listTarget, scroll: this.scrollTarget, teller, address: this.historyValue, isAtEnd: this.atEndValue,
      hasEarlier: this.earlierValue, newAfter: this.me ? this.readValue : null,
      belongs: message => !message.thread, changed: () => this.moved(),
    });
    if (this.hasThreadTarget) {
      this.thread = new Stretch({
        list: this.threadTarget, scroll: this.threadScrollTarget, teller, address: `${this.historyValue}?thread=${this.rootValue}`,
        isAtEnd: true, hasEarlier: false, newAfter: null,
        belongs: message => message.thread === this.rootValue, changed: () => {},
      });
    }
    if (this.me) {
      this.outbox = new Outbox({
        account: this.me, changed: () => this.showWaiting(), landed: (letter, told) => this.landed(letter, told),
        lockedOut: () => this.say(this.wordsValue.lockedOut),
      });
      this.showWaiting();
      this.outbox.flush();
    }
    wire.watch(this.watcher = { state: state => this.stateIs(state), hello: ({ account }) => this.known(account) });
    wire.follow(this.roomValue, this.seqValue, this);
    this.edges = new IntersectionObserver(seen => this.nearEdge(seen), { root: this.scrollTarget, rootMargin: "600px 0px" });
    for (const edge of [this.earlierTarget, this.laterTarget]) this.edges.observe(edge);
    this.seen = () => this.readSoon();
    this.scrollTarget.addEventListener("scroll", this.seen, { passive: true });
    addEventListener("focus", this.seen);
    this.element.querySelector(`.said[data-seq="${new URLSearchParams(location.search).get("at")}"]`)?.scrollIntoView({ block: "center" });
    this.moved();
    this.readSoon();
    this.element.dataset.ready = "";
  }

  disconnect() {
    wire.unwatch(this.watcher);
    wire.leave(this.roomValue);
    this.outbox?.close();
    this.edges.disconnect();
    this.scrollTarget.removeEventListener("scroll", this.seen);
    removeEventListener("focus", this.seen);
    clearTimeout(this.reading);
    clearTimeout(this.slow);
  }

  // Down: what the wire brings

  log(event) {
    const { kind, message, root } = event;
    if (message) {
      this.take(message, kind === "post");
      if (message.by) this.names.set(message.by.id, message.by.name);
    }
    if (root) this.answered(root);
    if (kind === "room") this.settled(event.data);
    if (kind === "member") this.talk.fact(event);
    if (kind === "watch") this.film({ ...event.data, by: event.by });
    if (kind === "post" && event.by !== this.me) this.stopsTyping(event.by);
    this.readSoon();
  }

  take(message, isNew) {
    this.talk.take(message, isNew);
    this.thread?.take(message, isNew);
    const waits = message.client && this.element.querySelector(`[data-client="${CSS.escape(message.client)}"]`);
    if (waits && message.by?.id === this.me) waits.remove();
  }

  answered({ id, replies }) {
    const item = this.talk.find(id);
    const link = item?.querySelector('[data-part="thread"]');
    if (!link) return;
    link.hidden = !replies;
    link.querySelector('[data-part="replies"]').textContent = counted(replies, this.wordsValue.reply, this.wordsValue.replies);
  }

  reset(snapshot, why) {
    this.settled(snapshot.room);
    this.film({ watching: snapshot.watching });
    if (this.talk.isAtEnd) this.talk.snapshot(snapshot.messages, snapshot.facts);
    else this.talk.show(this.talk.last?.dataset.seq);
    this.thread?.show();
    if (why === "changed" && snapshot.room.me && !snapshot.room.me.may.includes("post")) location.reload();
  }

  gone() {
    this.say(this.wordsValue.gone);
    for (const form of this.element.querySelectorAll("form")) form.inert = true;
  }

  settled(card) {
    this.nameTarget.textContent = card.name || this.nameTarget.textContent;
    this.topicTarget.textContent = card.topic;
    this.topicTarget.hidden = !card.topic;
  }

  people({ here, gone, count, typing }) {
    this.here ??= new Set();
    for (const id of here ?? []) this.here.add(id);
    for (const id of gone ?? []) this.here.delete(id);
    for (const place of this.element.querySelectorAll("[data-person]")) place.classList.toggle("here", this.here.has(place.dataset.person));
    if (count !== undefined) this.hereTarget.textContent = counted(count, this.wordsValue.here, this.wordsValue.heres);
    if (typing) { this.typing = new Set(typing); this.showTyping(); }
  }

  stopsTyping(id) {
    if (this.typing?.delete(id)) this.showTyping();
  }

  showTyping() {
    const others = [...this.typing].filter(id => id !== this.me).map(id => this.names.get(id) ?? this.wordsValue.somebody);
    const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(others.slice(0, 3));
    const words = others.length > 3 ? this.wordsValue.manyType : others.length > 1 ? this.wordsValue.theyType : this.wordsValue.types;
    this.doingTarget.textContent = others.length ? words.replace("{who}", list) : "";
  }

  // Up: what one does

  async sayIt(event) {
    event.preventDefault();
    const form = event.target, field = form.elements.text, text = field.value.trim();
    const enclosed = form.dataset.editing ? [] : [...form.enclosed ?? []];
    if (!text && !enclosed.length) return;
    const thread = form.elements.thread?.value, answers = form.elements.answers?.value;
    const editing = form.dataset.editing;
    const said = ORDER.test(text) && !enclosed.length ? { kind: "order", text } : { kind: "post", text: text.replace(/^\/\//, "/") };
    const command = editing ? { kind: "edit", message: editing, text } : { ...said, ...(thread ? { thread } : {}), ...(answers ? { answers } : {}) };
    try {
      await this.outbox.put(this.roomValue, command, enclosed);
    } catch {
      // A device that keeps nothing for pages: the form goes by itself, as it would without this script.
      form.submit();
      return;
    }
    field.value = "";
    form.dispatchEvent(new CustomEvent("said"));
    if (!thread && !editing) this.newest();
  }

  landed(letter, { event, message }) {
    if (letter.command.kind === "order") this.tellBack(message);
    if (event?.message) this.take(event.message, event.kind === "post");
    if (event?.root) this.answered(event.root);
  }

  // What an order answers is for whoever gave it.
  tellBack(words) {
    if (!this.hasToldTarget) return;
    this.toldTarget.hidden = !words;
    this.toldTarget.querySelector("p").textContent = words ?? "";
  }

  hearBack() {
    this.tellBack("");
  }

  film(data) {
    const place = this.element.querySelector('[data-controller~="together"]');
    if (place) this.dispatch("film", { target: place, bubbles: false, detail: data });
  }

  react({ currentTarget: button }) {
    const isOn = button.getAttribute("aria-pressed") === "true";
    const emoji = button.dataset.emoji;
    const { id } = (button.closest(".said") ?? this.menued).dataset;
    button.setAttribute("aria-pressed", String(!isOn));
    this.closeMenu();
    this.outbox.put(this.roomValue, { kind: isOn ? "unreact" : "react", message: id, emoji });
  }

  type() {
    if (!this.outbox || Date.now() - (this.typedAt ?? 0) < TYPING_MS || navigator.onLine === false) return;
    this.typedAt = Date.now();
    carry(this.roomValue, { kind: "typing" }).catch(() => {});
  }

  // What waits for its way up stands below what is said, with what became of it.
  async showWaiting() {
    const letters = (await this.outbox.waiting()).filter(({ room }) => room === this.roomValue);
    const posts = letters.filter(({ command }) => SPOKEN.has(command.kind));
    for (const list of this.waitingTargets) {
      const mine = posts.filter(({ command }) => (command.thread ?? "") === (list.dataset.thread ?? ""));
      // Said already, and only not yet struck off here.
      const isSaid = ({ client }) => Boolean(this.element.querySelector(`[data-sent="${CSS.escape(client)}"]`));
      list.replaceChildren(...mine.filter(letter => !isSaid(letter)).map(letter => this.waitingItem(letter)));
    }
    const refused = letters.find(({ command, refusal }) => refusal && !SPOKEN.has(command.kind));
    if (!refused) return;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: refused.refusal, tone: "bad" } }));
    await this.outbox.discard(refused.client);
  }

  waitingItem({ client, command, refusal, writtenAt, files = [] }) {
    const item = this.teller.draw({ id: client, seq: 0, by: { id: this.me, name: "", handle: "" }, at: new Date(writtenAt).toISOString(), text: command.text, html: "" });
    item.removeAttribute("id");
    item.dataset.client = client;
    item.classList.add("goes-on", refusal ? "is-refused" : "is-waiting");
    item.querySelector('[data-part="html"]').textContent = command.text;
    item.querySelector('[data-part="files"]').replaceChildren(...files.map(({ name, file }) => {
      const place = document.createElement("li");
      place.append(fileCard({ name, bytes: file.size }));
      return place;
    }));
    item.querySelector('[data-part="more"]').remove();
    const state = document.createElement("p");
    state.className = "said-state";
    state.textContent = refusal || this.wordsValue.waits;
    item.querySelector(".said-body").append(state);
    if (refusal) {
      state.setAttribute("role", "alert");
      state.append(
        this.button(this.wordsValue.retry, () => this.outbox.retry(client)),
        this.button(this.wordsValue.discard, () => this.outbox.discard(client)),
      );
    }
    return item;
  }

  button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small quiet";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  // The menu of one message: one for all of them

  openMenu(event) {
    if (!this.hasMenuTarget || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const item = this.menued = event.currentTarget.closest(".said");
    const menu = this.menuTarget;
    for (const one of menu.querySelectorAll("[data-for]")) {
      const isMine = item.dataset.by === this.me, keeps = menu.dataset.keeps === "true";
      one.hidden = { mine: !isMine, deletable: !isMine && !keeps, others: isMine, pinned: !this.isPinned(item), loose: this.isPinned(item) }[one.dataset.for];
    }
    for (const link of menu.querySelectorAll("a[data-address]")) {
      link.href = link.dataset.address.replace("00000000-0000-0000-0000-000000000000", item.dataset.id);
    }
    menu.showPopover();
    const { right, bottom, top } = event.currentTarget.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`;
    menu.style.top = `${bottom + height > innerHeight - 8 ? Math.max(8, top - height) : bottom}px`;
    menu.querySelector("button, a")?.focus({ preventScroll: true });
  }

  isPinned(item) {
    return !item.querySelector('[data-part="pinned"]').hidden;
  }

  closeMenu() {
    if (this.hasMenuTarget && this.menuTarget.matches(":popover-open")) this.menuTarget.hidePopover();
  }

  command({ params: { kind } }) {
    this.closeMenu();
    this.outbox.put(this.roomValue, { kind, message: this.menued.dataset.id });
  }

  edit() {
    this.closeMenu();
    this.dispatch("edit", { target: this.menued.closest("[data-room-part]").querySelector("form"), detail: this.menued.dataset });
  }

  // The message one answers stands above what one writes.
  quote() {
    this.closeMenu();
    const said = part => this.menued.querySelector(`[data-part="${part}"]`)?.textContent.trim() ?? "";
    const detail = { id: this.menued.dataset.id, name: said("name"), text: said("html") };
    this.dispatch("quote", { target: this.menued.closest("[data-room-part]").querySelector("form.talk-compose"), detail });
  }

  editLast({ target }) {
    const own = [...target.closest("[data-room-part]").querySelectorAll(".said.is-mine[data-text]:not(.is-waiting, .is-refused)")].at(-1);
    if (own) this.dispatch("edit", { target: target.form, detail: own.dataset });
  }

  async copy() {
    this.closeMenu();
    const link = this.menued.querySelector('[data-part="when"]').href;
    await navigator.clipboard?.writeText(link);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.wordsValue.copied } }));
  }

  // Where one reads

  nearEdge(seen) {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      if (target === this.earlierTarget) this.talk.earlier().then(() => this.lookAgain(target));
      else this.talk.later().then(() => this.lookAgain(target));
    }
  }

  // An edge that is still in sight after its page came does not come into sight again.
  lookAgain(edge) {
    this.edges.unobserve(edge);
    if (!edge.hidden && navigator.onLine !== false) setTimeout(() => this.edges.observe(edge), 150);
  }

  moved() {
    if (!this.talk) return;
    this.earlierTarget.hidden = !this.talk.hasEarlier;
    this.laterTarget.hidden = this.talk.isAtEnd;
    const { missed } = this.talk;
    this.newsTarget.hidden = this.talk.isAtEnd && !missed;
    this.newsTarget.querySelector("span").textContent = missed ? counted(missed, this.wordsValue.missed, this.wordsValue.misseds) : this.wordsValue.newest;
  }

  async newest(event) {
    event?.preventDefault();
    if (!this.talk.isAtEnd) await this.talk.show();
    this.scrollTarget.scrollTop = 0;
    this.talk.seen();
  }

  readSoon() {
    this.talk.seen();
    if (!this.me || this.reading || document.visibilityState !== "visible" || !this.talk.isReadAtEnd) return;
    this.reading = setTimeout(() => {
      this.reading = undefined;
      const seq = wire.held.get(this.roomValue) ?? 0;
      if (seq <= this.readValue || !this.talk.isReadAtEnd || navigator.onLine === false) return;
      this.readValue = seq;
      carry(this.roomValue, { kind: "read", seq }).catch(() => {});
    }, READ_MS);
  }

  // How it stands with the line: a short stumble is not worth a word.
  stateIs(state) {
    clearTimeout(this.slow);
    if (state === "live") this.say("");
    else if (state === "offline") this.say(this.wordsValue.offline);
    else this.slow = setTimeout(() => this.say(this.wordsValue.waiting), WAITING_MS);
  }

  known(account) {
    if ((account ?? "") !== this.me) this.say(this.wordsValue.lockedOut);
  }

  say(words) {
    this.stateTarget.hidden = !words;
    this.stateTarget.querySelector("span").textContent = words;
  }
}
