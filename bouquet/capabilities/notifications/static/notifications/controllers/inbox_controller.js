import { Controller } from "@hotwired/stimulus";
import { wire } from "live/wire";

// The number on the bell, as the tab's one stream brings it; the tab in front tells the others. The page itself was made
// without asking how much is unread.
const CHANNEL = "inbox", LAST = "inbox-unread", MOST = 99;

export default class extends Controller {
  static targets = ["count", "words"];
  static values = { words: String };

  connect() {
    this.title = document.title.replace(/^\(\d+\+?\) /, "");
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => this.show(data);
    const last = sessionStorage.getItem(LAST);
    if (last !== null) this.show(Number(last));
    this.end = wire.carry("inbox", () => sessionStorage.getItem(LAST) ?? "", ({ unread }) => {
      this.show(unread);
      this.channel.postMessage(unread);
    });
  }

  disconnect() {
    this.end();
    this.channel.close();
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
