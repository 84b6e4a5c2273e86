// Saves by itself: first on this device, then with the house, one save at a time, each on top of the last edition seen.
// An answer that was lost is asked for again with the same words, which the house knows to be the same.
import { forget, keep } from "blogs/drafts";

const SOON_MS = 300, HOUSE_MS = 1500, AGAIN_MS = 4000;

export class Saving {
  constructor({ code, edition, address, token, read, tell }) {
    Object.assign(this, { code, edition, address, token, read, tell });
    this.waiting = false;
    this.isStopped = false;
    this.back = () => this.send();
    addEventListener("online", this.back);
  }

  stop() {
    this.isStopped = true;
    removeEventListener("online", this.back);
    clearTimeout(this.soon);
    clearTimeout(this.later);
  }

  changed() {
    this.waiting = true;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.keepHere(), SOON_MS);
    if (this.isStopped) return;
    this.tell("writing");
    clearTimeout(this.later);
    this.later = setTimeout(() => this.send(), HOUSE_MS);
  }

  keepHere() {
    return keep(this.code, { edition: this.edition, words: this.read() });
  }

  async send() {
    if (this.isStopped || this.busy || !(this.waiting || this.unanswered)) return;
    this.busy = true;
    if (!this.unanswered) {
      this.unanswered = this.read();
      this.waiting = false;
    }
    this.tell("saving");
    const answer = await this.post(this.unanswered, this.edition);
    this.busy = false;
    if (this.isStopped) return;
    if (answer.status === 200) {
      this.unanswered = null;
      this.edition = answer.edition;
      if (this.waiting) { await this.keepHere(); return this.send(); }
      clearTimeout(this.soon);
      await forget(this.code);
      this.tell("saved", answer);
    } else if (answer.status === 0 || answer.status >= 500 || answer.status === 429) {
      this.tell("offline");
      this.later = setTimeout(() => this.send(), AGAIN_MS);
    } else {
      // It says something else there, or may not be saved: a person has to look. This device keeps the words.
      this.waiting = true;
      this.unanswered = null;
      await this.keepHere();
      if (answer.status === 409) this.stop();
      this.tell(answer.status === 409 ? "met" : "refused", answer);
    }
  }

  async post(words, edition) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...words, on: edition, csrfmiddlewaretoken: this.token })) body.append(name, value);
    try {
      const response = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
      return { ...(await response.json().catch(() => ({}))), status: response.status };
    } catch { return { status: 0 }; }
  }
}
