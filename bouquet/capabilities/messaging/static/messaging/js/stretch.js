// A stretch of a room's messages on the page: without end in both directions, never with a hole, never one twice. It holds
// as many as a phone bears and lets go of those farthest from where one reads.
const MOST = 300, STEP = 50, NEAR_END_PX = 60;

export class Stretch {
  // `list` is the <ol>; `scroll` the box around it, reversed (0 is its end); `belongs(message)` whether it is to be here.
  constructor({ list, scroll, teller, address, belongs, newAfter, isAtEnd, hasEarlier, changed }) {
    Object.assign(this, { list, scroll, teller, address, belongs, newAfter, isAtEnd, hasEarlier, changed });
    this.missed = 0;
    this.during = [];
    this.teller.arrange(list, newAfter);
  }

  get isReadAtEnd() {
    return this.isAtEnd && this.scroll.scrollTop > -NEAR_END_PX;
  }

  get first() {
    return this.list.querySelector(":scope > .said");
  }

  get last() {
    return [...this.list.querySelectorAll(":scope > .said")].at(-1) ?? null;
  }

  find(id) {
    return this.list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);
  }

  // What an event says of a message: it takes its place, or is told anew. The newer of two states wins, whichever comes
  // last: `rev`. Returns the element when it is new here.
  take(message, isNew) {
    if (this.isAsking) this.during.push([message, isNew]);
    const known = this.find(message.id);
    if (known) {
      if (Number(known.dataset.rev) < (message.rev ?? message.seq)) this.replace(known, message);
      return null;
    }
    if (!isNew || !this.belongs(message)) return null;
    if (!this.isAtEnd) { this.miss(message); return null; }
    const wasAtEnd = this.isReadAtEnd;
    const item = this.teller.draw(message);
    this.steadily(wasAtEnd, () => this.place(item));
    if (!wasAtEnd) this.miss(message);
    if (wasAtEnd) this.trim("start");
    this.changed();
    return item;
  }

  replace(known, message) {
    const hadFocus = known.contains(document.activeElement);
    const item = this.teller.draw(message, known);
    this.steadily(this.isReadAtEnd, () => known.replaceWith(item));
    if (hadFocus) item.querySelector("a, button")?.focus({ preventScroll: true });
  }

  // Somebody came or went: told where one reads, if it was here.
  fact(event) {
    const { seq, data, at } = event;
    if (!data?.change || !this.isAtEnd || this.isAsking || this.list.querySelector(`:scope > .talk-fact[data-seq="${seq}"]`)) return;
    this.steadily(this.isReadAtEnd, () => this.place(this.teller.fact({ seq, at, ...data })));
  }

  facts(facts = []) {
    for (const one of facts) {
      if (!this.list.querySelector(`:scope > .talk-fact[data-seq="${one.seq}"]`)) this.place(this.teller.fact(one));
    }
  }

  place(item) {
    const seq = Number(item.dataset.seq);
    const isNumbered = one => one.matches(".said, .talk-fact");
    let after = this.list.lastElementChild;
    while (after && (!isNumbered(after) || Number(after.dataset.seq) > seq)) after = after.previousElementSibling;
    if (after) after.after(item); else this.list.prepend(item);
  }

  // The words one reads stay where they are: the box counts from its end, so what grows there pushes them.
  steadily(isAtEnd, change) {
    const height = this.scroll.scrollHeight;
    change();
    this.teller.arrange(this.list, this.newAfter);
    if (!isAtEnd) this.scroll.scrollTop -= this.scroll.scrollHeight - height;
  }

  miss(message) {
    if (message.by?.id === this.teller.me) return;
    this.missed += 1;
    this.changed();
  }

  async earlier() {
    if (!this.hasEarlier || this.isAsking || !this.first) return;
    const page = await this.ask({ before: this.first.dataset.seq });
    if (!page) return;
    // A page of nobody but people one keeps apart from is empty: asking on from the same place would never end.
    this.hasEarlier = page.before && page.messages.length > 0;
    this.list.prepend(...this.drawn(page.messages));
    this.facts(page.facts);
    this.teller.arrange(this.list, this.newAfter);
    this.catchUp();
    this.trim("end");
    this.changed();
  }

  async later() {
    if (this.isAtEnd || this.isAsking || !this.last) return;
    const page = await this.ask({ after: this.last.dataset.seq });
    if (!page) return;
    if (page.after && !page.messages.length) { await this.show(); return; }
    this.steadily(false, () => { this.list.append(...this.drawn(page.messages)); this.facts(page.facts); });
    if (!page.after) this.reachedEnd();
    this.catchUp();
    this.trim("start");
    this.changed();
  }

  // The page around one message, or with nothing the newest.
  async show(around) {
    const page = await this.ask(around ? { around } : {});
    if (!page) return null;
    this.list.replaceChildren();
    this.list.append(...this.drawn(page.messages));
    this.facts(page.facts);
    this.hasEarlier = page.before;
    if (page.after) this.isAtEnd = false; else this.reachedEnd();
    this.catchUp();
    this.teller.arrange(this.list, this.newAfter);
    this.scroll.scrollTop = 0;
    this.changed();
    return around ? this.list.querySelector(`[data-seq="${around}"]`) : null;
  }

  // The server's own picture of the end takes the place of all that is here.
  snapshot(messages, facts) {
    this.list.replaceChildren(...messages.map(message => this.teller.draw(message)));
    this.facts(facts);
    this.hasEarlier = messages.length >= STEP;
    this.reachedEnd();
    this.teller.arrange(this.list, this.newAfter);
    this.scroll.scrollTop = 0;
    this.changed();
  }

  // What came down the wire while a page was on its way: the page may not know of it yet.
  catchUp() {
    for (const [message, isNew] of this.during.splice(0)) this.take(message, isNew);
  }

  reachedEnd() {
    this.isAtEnd = true;
    this.missed = 0;
  }

  seen() {
    if (!this.missed || !this.isReadAtEnd) return;
    this.missed = 0;
    this.changed();
  }

  drawn(messages) {
    return messages.filter(({ id }) => !this.find(id)).map(message => this.teller.draw(message));
  }

  async ask(where) {
    if (this.isAsking) return null;
    this.isAsking = true;
    this.during = [];
    try {
      const separator = this.address.includes("?") ? "&" : "?";
      const answer = await fetch(`${this.address}${separator}${new URLSearchParams({ ...where, most: STEP })}`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    } finally {
      this.isAsking = false;
    }
  }

  trim(side) {
    const items = [...this.list.querySelectorAll(":scope > .said")];
    const many = items.length - MOST;
    if (many <= 0) return;
    const height = this.scroll.scrollHeight;
    if (side === "start") {
      this.cut(item => this.seqOf(item) < this.seqOf(items[many]));
      this.hasEarlier = true;
    } else {
      this.cut(item => this.seqOf(item) > this.seqOf(items.at(-many - 1)));
      this.isAtEnd = false;
    }
    this.teller.arrange(this.list, this.newAfter);
    if (side === "end") this.scroll.scrollTop += height - this.scroll.scrollHeight;
  }

  cut(goes) {
    for (const item of this.list.querySelectorAll(":scope > [data-seq]")) if (goes(item)) item.remove();
  }

  seqOf(item) {
    return Number(item.dataset.seq);
  }
}
