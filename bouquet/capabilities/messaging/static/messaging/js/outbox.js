// What somebody did and the server does not have yet. It lies on this device (IndexedDB), so that it survives a dead line,
// a closed tab and an empty battery, and goes up as soon as there is a way: in the order it was done, by one tab at a
// time, each with the client id it was born with. Sent twice it is done once: the server knows the id.
const NAME = "messaging", STORE = "outbox", CHANNEL = "messaging-outbox";
const FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 30_000;
const TOO_SOON = 429, NOBODY = 401, BROKEN = 500, REFUSED = 422;

let opened;

function database() {
  return opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "client" }).createIndex("account", "account");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => { opened = undefined; failed(asked.error); };
  });
}

async function stored(mode, ask) {
  const transaction = (await database()).transaction(STORE, mode);
  const request = ask(transaction.objectStore(STORE));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });
}

// The words, and what names all that goes along.
function spoken({ command, files = [] }) {
  return files.length ? { ...command, text: [command.text, ...files.map(({ named }) => named)].filter(Boolean).join("\n\n") } : command;
}

// As the server makes keys: UUIDv7 (RFC 9562), which are in the order of time.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let place = 5; place >= 0; place -= 1) { bytes[place] = now % 256; now = Math.floor(now / 256); }
  bytes[6] = 0x70 | bytes[6] & 0x0f;
  bytes[8] = 0x80 | bytes[8] & 0x3f;
  const digits = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

// Carries one command up; throws when there is no way.
export function carry(room, command) {
  return fetch(`/live/rooms/${room}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(command),
  });
}

export class Outbox {
  // `changed()` is called whenever what waits is not the same any more, also when another tab changed it;
  // `landed(letter, answer)` when the server has one; `lockedOut(is)` when it does not know who one is (any more).
  constructor({ account, changed, landed, lockedOut }) {
    Object.assign(this, { account, changed, landed, lockedOut });
    this.wait = FIRST_WAIT_MS;
    this.slow = new Map();
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = () => this.changed();
    this.back = () => { this.wait = FIRST_WAIT_MS; this.flush(); };
    addEventListener("online", this.back);
  }

  close() {
    clearTimeout(this.timer);
    removeEventListener("online", this.back);
    this.channel.close();
    this.isClosed = true;
  }

  // `command` as the protocol has it, for `room`; `files` go along: `{file, words, voice}`. On this device for good before
  // anything is tried: resolves when it is.
  async put(room, command, files = []) {
    const client = newClient();
    const letter = { client, room, command: { ...command, client }, account: this.account, writtenAt: Date.now(), refusal: "" };
    if (files.length) letter.files = files.map(({ file, words = "", voice = false }) => ({ key: newKey(), file, name: file.name, words, voice, named: "" }));
    await stored("readwrite", letters => letters.put(letter));
    this.tell();
    this.flush();
    return letter;
  }

  // All that waits, the oldest first.
  async waiting() {
    const letters = await stored("readonly", kept => kept.index("account").getAll(this.account));
    return letters.sort((one, other) => one.writtenAt - other.writtenAt);
  }

  async discard(client) {
    await stored("readwrite", letters => letters.delete(client));
    this.tell();
  }

  async retry(client) {
    const letter = await stored("readonly", letters => letters.get(client));
    if (letter) await stored("readwrite", letters => letters.put({ ...letter, refusal: "" }));
    this.tell();
    this.flush();
  }

  // Everything that waits and was not refused, in order. Of all tabs one sends; a wish that comes meanwhile is not lost,
  // for whoever sends looks again before resting.
  async flush() {
    this.isWanted = true;
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      while (this.isWanted && !this.isClosed) {
        this.isWanted = false;
        await (navigator.locks ? navigator.locks.request(CHANNEL, () => this.send()) : this.send());
      }
    } finally {
      this.isSending = false;
    }
  }

  async send() {
    for (;;) {
      const now = Date.now();
      // A slow room holds its own letters back, in their order, and nobody else's.
      const letter = (await this.waiting()).find(one => !one.refusal && !(this.slow.get(one.room) > now));
      if (!letter || this.isClosed) return;
      let answer, told;
      try {
        answer = await this.enclose(letter) ?? await carry(letter.room, spoken(letter));
        told = answer.ok ? await answer.json() : await answer.json().catch(() => ({}));
      } catch { this.later(); return; }
      if (answer.status >= BROKEN) { this.later(); return; }
      if (answer.status === NOBODY) { this.lockedOut(true); return; }
      if (answer.status === TOO_SOON) { this.hold(letter.room, told.seconds); continue; }
      this.wait = FIRST_WAIT_MS;
      if (answer.ok) {
        // It is shown as said before it is forgotten as waiting: at no moment is it nowhere.
        this.landed(letter, told);
        await stored("readwrite", letters => letters.delete(letter.client));
      } else {
        await stored("readwrite", letters => letters.put({ ...letter, refusal: told.message || `${answer.status}` }));
      }
      this.tell();
    }
  }

  // What goes along goes first, each under the key it was given here: sent twice, it is there once. Resolves with the answer
  // that stopped it, or with nothing.
  async enclose(letter) {
    for (const one of letter.files ?? []) {
      if (one.named) continue;
      const body = new FormData();
      body.append("file", one.file, one.name);
      body.append("key", one.key);
      body.append("words", one.words);
      if (one.voice) body.append("voice", "1");
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const answer = await fetch(`/rooms/${letter.room}/files`, { method: "POST", body, headers: { "X-CSRFToken": token } });
      // Too many at once is for a person to mend: the room is not slow.
      if (answer.status === TOO_SOON) return new Response(answer.body, { status: REFUSED });
      if (!answer.ok) return answer;
      one.named = (await answer.json()).text;
      await stored("readwrite", letters => letters.put(letter));
    }
    return undefined;
  }

  hold(room, seconds = 1) {
    this.slow.set(room, Date.now() + seconds * 1000);
    setTimeout(() => this.flush(), seconds * 1000 + 50);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  tell() {
    this.channel.postMessage("");
    this.changed();
  }
}
