const PAUSES = [0, 1000, 2000, 4000, 8000, 15000, 30000, 30000, 30000, 60000, 60000];
const SPEED_OVER_MS = 8000;

// One file on its way: goes on where it stopped, also after the tab was closed. Tells what happens by events:
// progress {sent, size, speed, left}, lost, received {asset, progress}, failed {message}.
export class Transfer extends EventTarget {
  constructor(file, { endpoint, ticket, member, title = "", kept = null }) {
    super();
    this.file = file;
    this.kept = kept;
    this.receipt = {};
    this.samples = [];
    this.options = {
      endpoint,
      headers: { "Upload-Ticket": ticket },
      metadata: { filename: file.name, filetype: file.type, title, member },
      retryDelays: PAUSES,
      // The first answer is a whole one: a refusal (quota, size, disk) is heard before a byte of the file is sent.
      removeFingerprintOnSuccess: true,
      fingerprint: async () => ["bouquet", member, file.name, file.type, file.size, file.lastModified].join("-"),
      onShouldRetry: (error, attempt) => this.shouldRetry(error, attempt),
      onAfterResponse: (request, response) => this.read(response),
      onProgress: (sent, size) => this.measure(sent, size),
      onSuccess: () => this.arrived(),
      onError: error => this.tell("failed", { message: error.originalResponse?.getBody()?.trim() || "" }),
    };
  }

  async start() {
    const wish = this.wish = {};
    this.making ??= this.made();
    try {
      this.upload = await this.making;
    } catch {
      this.making = null;
      return this.tell("failed", { message: "" });
    }
    // Meanwhile one may have paused, gone on or cancelled: only the last wish counts.
    if (this.wish === wish) this.upload.start();
  }

  // The protocol is fetched with the first file: a page that sends none does without it.
  async made() {
    const { Upload } = await import("tus-js-client");
    const upload = new Upload(this.file, this.options);
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    return upload;
  }

  pause() {
    this.samples = [];
    this.wish = null;
    return this.upload?.abort();
  }

  resume() {
    return this.start();
  }

  async cancel() {
    this.wish = null;
    await this.upload?.abort(true).catch(() => {});
  }

  // What the house refuses is final; a lock or a wrong offset mends itself, and so does a lost line.
  shouldRetry(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const again = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    if (again) this.tell("lost");
    return again;
  }

  read(response) {
    const asset = response.getHeader("Asset-Id");
    if (asset) this.receipt = { asset, progress: response.getHeader("Asset-Progress") };
  }

  measure(sent, size) {
    const now = performance.now();
    this.samples.push([now, sent]);
    while (this.samples.length > 2 && now - this.samples[0][0] > SPEED_OVER_MS) this.samples.shift();
    const [since, from] = this.samples[0];
    const speed = now - since > 500 ? (sent - from) / (now - since) * 1000 : 0;
    this.tell("progress", { sent, size, speed, left: speed ? (size - sent) / speed : null });
  }

  // The last byte is there; a large file may take the house a moment to put away.
  async arrived() {
    for (let wait = 500; !this.receipt.asset; wait = Math.min(wait * 2, 5000)) {
      await new Promise(resolve => setTimeout(resolve, wait));
      const answer = await fetch(this.upload.url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => null);
      if (answer && !answer.ok) return this.tell("failed", { message: "" });
      const asset = answer?.headers.get("Asset-Id");
      if (asset) this.receipt = { asset, progress: answer.headers.get("Asset-Progress") };
    }
    this.tell("received", this.receipt);
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
