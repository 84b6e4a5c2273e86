import { Controller } from "@hotwired/stimulus";

// The number on the bell. Of all open tabs the one in front listens to the server and tells the others; a tab that
// nobody sees holds no connection. The page itself was made without asking how much is unread.
const CHANNEL = "inbox", LAST = "inbox-unread", MOST = 99;

export default class extends Controller {
  static targets = ["count", "words"];
  static values = { address: String, words: String };

  connect() {
    this.title = document.title.replace(/^\(\d+\+?\) /, "");
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => this.show(data);
    this.seen = () => (document.visibilityState === "visible" ? this.begin() : this.end());
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("pagehide", this.leaving = () => this.end());
    addEventListener("pageshow", this.seen);
    const last = sessionStorage.getItem(LAST);
    if (last !== null) this.show(Number(last));
    this.seen();
  }

  disconnect() {
    this.end();
    this.channel.close();
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("pagehide", this.leaving);
    removeEventListener("pageshow", this.seen);
  }

  // One tab at a time holds the lock, and with it the connection.
  begin() {
    if (this.turn) return;
    const turn = this.turn = new AbortController();
    const hold = () => new Promise(release => {
      if (turn.signal.aborted) return release();
      this.listen();
      turn.signal.addEventListener("abort", () => { this.source?.close(); release(); });
    });
    if (navigator.locks) navigator.locks.request(CHANNEL, { signal: turn.signal }, hold).catch(() => {});
    else hold();
  }

  end() {
    this.turn?.abort();
    this.turn = null;
  }

  listen() {
    this.source = new EventSource(this.addressValue);
    this.source.onmessage = ({ data }) => {
      const { unread } = JSON.parse(data);
      this.show(unread);
      this.channel.postMessage(unread);
    };
  }

  show(unread) {
    sessionStorage.setItem(LAST, unread);
    const shown = unread > MOST ? `${MOST}+` : `${unread}`;
    this.countTarget.hidden = !unread;
    this.countTarget.textContent = shown;
    this.wordsTarget.textContent = unread ? this.wordsValue.replace("{count}", shown) : "";
    document.title = unread ? `(${shown}) ${this.title}` : this.title;
    if (unread) navigator.setAppBadge?.(unread).catch(() => {});
    else navigator.clearAppBadge?.().catch(() => {});
  }
}
