// One stream for each tab, for everything live on the network: docs/protocol-messaging.md. It knows of every room how far
// it is held here (`held`), asks for what comes after, hands every event on once and in order, and never over a hole.
// Besides, it carries small states of which the newest counts: the badge of the inbox, how far a video is.
const ADDRESS = "/live/stream";
const NAMES = ["hello", "log", "reset", "gone", "heads", "head", "people", "again"];
const FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 30_000;
// A tab nobody looks at gives its connection back after a while; a line that told nothing for so long may be dead.
const HIDDEN_MS = 45_000, SILENT_MS = 90_000;
// Controllers come one by one as a page opens: their wishes make one stream.
const GATHER_MS = 50;

class Wire {
  constructor() {
    this.held = new Map();
    this.followers = new Map();
    this.watchers = new Set();
    this.carried = new Set();
    this.wait = FIRST_WAIT_MS;
    this.state = "waiting";
    addEventListener("online", () => { this.wait = FIRST_WAIT_MS; this.reopen(); });
    addEventListener("offline", () => { this.end(); this.say("offline"); });
    addEventListener("pagehide", () => this.end());
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.reopen(); });
    document.addEventListener("visibilitychange", () => this.lookedAt());
  }

  // `follower` has log(event), reset(snapshot), gone(), people(differences); `seq` is the last number that is held.
  follow(room, seq, follower) {
    this.held.set(room, seq);
    this.followers.set(room, follower);
    this.reopen();
  }

  leave(room) {
    if (this.followers.delete(room) && this.held.delete(room)) this.reopen();
  }

  // `watcher` may have heads(all), head(one), state(word), hello(who); it hears of every room of the member.
  watch(watcher) {
    this.watchers.add(watcher);
    if (this.lastHeads) watcher.heads?.(this.lastHeads);
    watcher.state?.(this.state);
    if (!this.source || (this.wantsHeads() && !this.hasHeads)) this.reopen();
  }

  unwatch(watcher) {
    this.watchers.delete(watcher);
    if (!this.isWanted()) this.end();
  }

  // States called `name` (docs/protocol-messaging.md) go to `hear`; `ask()` is what of them, or what is known already. The
  // answer ends it.
  carry(name, ask, hear) {
    const one = { name, ask, hear };
    this.carried.add(one);
    this.reopen();
    return () => {
      this.carried.delete(one);
      if (!this.isWanted()) this.end();
    };
  }

  isWanted() {
    return this.watchers.size + this.followers.size + this.carried.size > 0;
  }

  wantsHeads() {
    return [...this.watchers].some(({ heads, head }) => heads || head);
  }

  // Several wishes of one moment make one stream.
  reopen() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.source ? 0 : GATHER_MS);
  }

  address() {
    const asked = new URLSearchParams();
    const rooms = [...this.held].map(([room, seq]) => `${room}:${seq}`).join();
    if (rooms) asked.set("rooms", rooms);
    if (!this.hasHeads) asked.set("heads", "0");
    for (const name of new Set([...this.carried].map(({ name }) => name))) {
      asked.set(name, [...this.carried].filter(one => one.name === name).map(({ ask }) => ask()).join());
    }
    return `${ADDRESS}?${asked}`;
  }

  open() {
    this.end();
    // A tab in the background takes no connection: it begins when somebody looks at it.
    if (!this.isWanted() || document.visibilityState === "hidden") return;
    if (navigator.onLine === false) { this.say("offline"); return; }
    this.hasHeads = this.wantsHeads();
    const source = this.source = new EventSource(this.address());
    for (const name of new Set([...this.carried].map(({ name }) => name))) {
      source.addEventListener(name, ({ data }) => {
        if (source !== this.source) return;
        this.heardAt = Date.now();
        const state = JSON.parse(data);
        for (const one of this.carried) if (one.name === name) one.hear(state);
      });
    }
    for (const name of NAMES) {
      source.addEventListener(name, ({ data }) => {
        if (source !== this.source) return;
        this.heardAt = Date.now();
        this[name](JSON.parse(data));
      });
    }
    source.onopen = () => { this.heardAt = Date.now(); };
    source.onerror = () => {
      if (source !== this.source) return;
      this.say(navigator.onLine === false ? "offline" : "waiting");
      // A browser comes back by itself after a broken line, but not after an answer it does not understand.
      if (source.readyState === EventSource.CLOSED) this.later();
    };
  }

  end() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  later() {
    this.end();
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  lookedAt() {
    clearTimeout(this.leaving);
    // Where nothing is followed, what is missed meanwhile is told again at once.
    if (document.visibilityState === "hidden") this.leaving = setTimeout(() => this.end(), this.followers.size ? HIDDEN_MS : 0);
    else if (!this.source || Date.now() - this.heardAt > SILENT_MS) this.reopen();
  }

  say(state) {
    this.state = state;
    for (const watcher of this.watchers) watcher.state?.(state);
  }

  // What comes down

  hello(who) {
    this.wait = FIRST_WAIT_MS;
    this.say("live");
    for (const watcher of this.watchers) watcher.hello?.(who);
  }

  log(event) {
    const held = this.held.get(event.room);
    if (held === undefined || event.seq <= held) return;
    // A hole is never shown: what is missing is asked for again.
    if (event.seq > held + 1) { this.later(); return; }
    this.held.set(event.room, event.seq);
    this.followers.get(event.room).log(event);
  }

  reset({ room, why, snapshot }) {
    if (!this.held.has(room)) return;
    this.held.set(room, snapshot.seq);
    this.followers.get(room).reset(snapshot, why);
  }

  gone({ room }) {
    this.held.delete(room);
    this.followers.get(room)?.gone();
    this.followers.delete(room);
  }

  people(differences) {
    this.followers.get(differences.room)?.people?.(differences);
  }

  heads(all) {
    this.lastHeads = all;
    for (const watcher of this.watchers) watcher.heads?.(all);
  }

  head(one) {
    for (const watcher of this.watchers) watcher.head?.(one);
  }

  again() {
    this.reopen();
  }
}

export const wire = new Wire();
