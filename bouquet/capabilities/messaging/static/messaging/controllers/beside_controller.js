import { Controller } from "@hotwired/stimulus";
import { wire } from "live/wire";
import { Outbox, carry } from "messaging/outbox";
import { Stretch } from "messaging/stretch";
import { Teller, counted } from "messaging/telling";

const READ_MS = 800, WAITING_MS = 2000;

// The talk about a thing, beside it. The page is the same for everybody; who reads, and what they may, is asked when the
// panel comes into sight. What else one does in a room (threads, pictures, pins), the room's own page does.
export default class extends Controller {
  static targets = ["list", "scroll", "template", "waiting", "state", "here", "form", "door", "empty", "link", "earlier"];
  static values = { page: String, words: Object };

  connect() {
    this.sight = new IntersectionObserver(seen => { if (seen.some(one => one.isIntersecting)) this.begin(); }, { rootMargin: "200px" });
    this.sight.observe(this.element);
  }

  disconnect() {
    this.sight.disconnect();
    this.part();
  }

  part() {
    if (this.watcher) wire.unwatch(this.watcher);
    if (this.room) wire.leave(this.room);
    this.outbox?.close();
    clearTimeout(this.reading);
    clearTimeout(this.slow);
    this.watcher = this.room = this.outbox = undefined;
  }

  async begin() {
    this.sight.disconnect();
    let told;
    try {
      const answer = await fetch(`${this.pageValue}.json`);
      if (answer.status === 404) { this.element.remove(); return; }
      told = answer.ok && await answer.json();
    } catch { told = null; }
    if (!this.element.isConnected) return;
    if (!told) { this.stateTarget.textContent = this.wordsValue.unread; return; }
    Object.assign(this, { me: told.account, token: told.token });
    this.formTarget.hidden = !["begin", "post"].some(right => told.may.includes(right));
    this.doorTarget.hidden = Boolean(this.me);
    this.emptyTarget.hidden = Boolean(told.messages?.length);
    if (told.room) this.enter(told);
    this.element.dataset.ready = "";
  }

  enter({ room: card, seq, messages, facts }) {
    this.room = card.room;
    this.reads = card.me?.state === "in" && messages.length ? card.me.read_seq : null;
    if (card.address) this.linkTarget.href = card.address;
    this.teller = new Teller({
      template: this.templateTarget, me: this.me, words: this.wordsValue, drawings: {}, room: { address: card.address },
      reacting: "beside#react",
    });
    this.talk = new Stretch({
      list: this.listTarget, scroll: this.scrollTarget, teller: this.teller, address: `/rooms/${this.room}/history.json`, isAtEnd: true,
      hasEarlier: false, newAfter: null, belongs: message => !message.thread, changed: () => this.moved(),
    });
    this.talk.snapshot(messages, facts);
    if (this.me) {
      this.outbox = new Outbox({
        account: this.me, changed: () => this.showWaiting(), landed: (letter, told) => this.landed(told),
        lockedOut: () => { this.stateTarget.textContent = this.wordsValue.lockedOut; },
      });
      this.showWaiting();
      this.outbox.flush();
    }
    wire.watch(this.watcher = { state: state => this.stateIs(state) });
    wire.follow(this.room, seq, this);
    this.readSoon(seq);
  }

  // Down

  log(event) {
    if (event.message) this.take(event.message, event.kind === "post");
    if (event.root) this.answered(event.root);
    if (event.kind === "member") this.talk.fact(event);
    this.readSoon(event.seq);
  }

  take(message, isNew) {
    this.talk.take(message, isNew);
    this.emptyTarget.hidden = Boolean(this.talk.first);
    const waits = message.client && this.waitingTarget.querySelector(`[data-client="${CSS.escape(message.client)}"]`);
    if (waits && message.by?.id === this.me) waits.remove();
  }

  answered({ id, replies }) {
    const link = this.talk.find(id)?.querySelector('[data-part="thread"]');
    if (!link) return;
    link.hidden = !replies;
    link.querySelector('[data-part="replies"]').textContent = counted(replies, this.wordsValue.reply, this.wordsValue.replies);
  }

  reset(snapshot) {
    this.talk.snapshot(snapshot.messages, snapshot.facts);
    this.emptyTarget.hidden = snapshot.messages.length > 0;
  }

  gone() {
    this.stateTarget.textContent = this.wordsValue.gone;
    this.formTarget.hidden = true;
  }

  people({ count }) {
    if (count !== undefined) this.hereTarget.textContent = counted(count, this.wordsValue.here, this.wordsValue.heres);
  }

  stateIs(state) {
    clearTimeout(this.slow);
    const words = { live: "", offline: this.wordsValue.offline }[state];
    if (words !== undefined) this.stateTarget.textContent = words;
    else this.slow = setTimeout(() => { this.stateTarget.textContent = this.wordsValue.waiting; }, WAITING_MS);
  }

  moved() {
    if (this.talk) this.earlierTarget.hidden = !this.talk.hasEarlier;
  }

  earlier() {
    return this.talk.earlier();
  }

  // Up

  press(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;
    event.preventDefault();
    this.formTarget.requestSubmit();
  }

  async say(event) {
    event.preventDefault();
    const field = this.formTarget.elements.text, text = field.value.trim();
    if (!text || this.isOpening) return;
    if (!this.room && !await this.open()) return;
    await this.outbox.put(this.room, { kind: "post", text });
    field.value = "";
    field.focus();
    this.scrollTarget.scrollTop = 0;
  }

  // The first word opens the room.
  async open() {
    this.isOpening = true;
    try {
      const headers = { "X-CSRFToken": this.token ?? "", Accept: "application/json" };
      const answer = await fetch(this.pageValue, { method: "POST", headers });
      if (!answer.ok) throw new Error(answer.status);
      await this.begin();
    } catch {
      this.stateTarget.textContent = this.wordsValue.unread;
    }
    this.isOpening = false;
    return Boolean(this.room);
  }

  landed({ event }) {
    if (event?.message) this.take(event.message, event.kind === "post");
  }

  react({ currentTarget: button }) {
    const isOn = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isOn));
    this.outbox?.put(this.room, { kind: isOn ? "unreact" : "react", message: button.closest(".said").dataset.id, emoji: button.dataset.emoji });
  }

  async showWaiting() {
    if (!this.outbox) return;
    const letters = (await this.outbox.waiting()).filter(({ room, command }) => room === this.room && command.kind === "post" && !command.thread);
    const isSaid = ({ client }) => Boolean(this.listTarget.querySelector(`[data-sent="${CSS.escape(client)}"]`));
    this.waitingTarget.replaceChildren(...letters.filter(letter => !isSaid(letter)).map(letter => this.waitingItem(letter)));
  }

  waitingItem({ client, command, refusal }) {
    const item = document.createElement("li");
    item.className = `said beside-said is-mine ${refusal ? "is-refused" : "is-waiting"}`;
    item.dataset.client = client;
    const words = document.createElement("div"), state = document.createElement("p");
    words.className = "bubble";
    words.textContent = command.text;
    state.className = "said-state";
    state.textContent = refusal || this.wordsValue.waits;
    item.append(words, state);
    if (refusal) item.append(this.button(this.wordsValue.retry, () => this.outbox.retry(client)), this.button(this.wordsValue.discard, () => this.outbox.discard(client)));
    return item;
  }

  button(words, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button small quiet", textContent: words });
    button.addEventListener("click", act);
    return button;
  }

  readSoon(seq) {
    if (this.reads === null || seq <= this.reads || document.visibilityState !== "visible" || !this.talk.isReadAtEnd) return;
    clearTimeout(this.reading);
    this.reading = setTimeout(() => {
      this.reads = seq;
      carry(this.room, { kind: "read", seq }).catch(() => {});
    }, READ_MS);
  }
}
