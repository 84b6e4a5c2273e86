import { Controller } from "@hotwired/stimulus";
import { wire } from "live/wire";

// One's rooms: how much is unread in each, as it changes, the liveliest first; in the header, in all of them together.
export default class extends Controller {
  static targets = ["room", "total"];

  connect() {
    this.heads = new Map();
    // The header is the same for everybody: who is not signed in has no bell, and no rooms.
    if (!document.querySelector(".bar-inbox")) return;
    wire.watch(this.watcher = { heads: all => this.all(all), head: one => this.one(one) });
  }

  disconnect() {
    if (this.watcher) wire.unwatch(this.watcher);
  }

  all({ rooms }) {
    this.heads = new Map(rooms.map(head => [head.room, { ...head.me, seq: head.seq }]));
    for (const head of rooms) this.show(head.room, head.me.unread, head.me.mentions);
    this.sum();
  }

  one({ room, seq, posts, mention, gone = [] }) {
    const mine = this.heads.get(room);
    if (!mine || seq <= mine.seq) return;
    mine.seq = seq;
    mine.read_posts -= gone.filter(taken => taken <= mine.read_seq).length;
    mine.unread = Math.max(0, posts - mine.read_posts);
    if (mention) mine.mentions += 1;
    this.show(room, mine.unread, mine.mentions);
    const row = this.roomTargets.find(one => one.dataset.room === room)?.closest("li");
    if (row && !row.contains(document.activeElement)) row.parentElement.prepend(row);
    this.sum();
  }

  show(room, unread, mentions) {
    const row = this.roomTargets.find(one => one.dataset.room === room);
    if (!row) return;
    // The room one looks at is being read.
    const isHere = row.hasAttribute("aria-current");
    const count = row.querySelector(".room-count"), words = row.querySelector(".room-count-words");
    const number = isHere ? 0 : unread;
    row.classList.toggle("has-unread", number > 0);
    count.textContent = number ? (number > 99 ? "99+" : number) : "";
    count.classList.toggle("for-me", mentions > 0 || row.dataset.direct === "true");
    words.hidden = !number;
  }

  sum() {
    if (!this.hasTotalTarget) return;
    const unread = [...this.heads.values()].reduce((sum, { unread }) => sum + unread, 0);
    this.totalTarget.textContent = unread > 99 ? "99+" : unread || "";
  }
}
