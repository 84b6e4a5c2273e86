import { Controller } from "@hotwired/stimulus";
import { bytes, percent, time } from "media/measures";
import { forget, keep, keptFiles } from "media/kept_files";
import { stoppedUploads } from "media/stopped_uploads";
import { Transfer } from "media/transfer";

const AT_ONCE = 3;

// Sends files, several at once. Tells the page: upload:started {name}, upload:received {asset, name}, upload:failed
// {name, message}; all bubble.
export default class extends Controller {
  static targets = ["drop", "list", "row", "stopped", "stoppedRow", "input"];
  static values = {
    endpoint: String, ticket: String, member: String, single: Boolean,
    left: String, lost: String, paused: String, queued: String, received: String, failed: String, stoppedAt: String,
  };

  connect() {
    this.waiting = [];
    this.running = new Set();
    this.warn = event => { if (this.running.size) event.preventDefault(); };
    addEventListener("beforeunload", this.warn);
    this.element.classList.add("is-live");
    this.takeKept();
    this.showStopped();
    // Chosen before this script was there.
    if (this.hasInputTarget) this.choose({ target: this.inputTarget });
  }

  disconnect() {
    removeEventListener("beforeunload", this.warn);
    for (const transfer of this.running) transfer.pause();
  }

  choose({ target }) {
    for (const file of target.files) this.send(file);
    target.value = "";
  }

  over(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.dropTarget.classList.add("is-over");
  }

  out() {
    this.dropTarget.classList.remove("is-over");
  }

  dropped(event) {
    event.preventDefault();
    this.out();
    for (const file of event.dataTransfer.files) this.send(file);
  }

  // From the camera: kept in the browser until it arrived, because it exists nowhere else.
  async recorded({ detail: { file } }) {
    this.send(file, { kept: await keep(file) });
  }

  async takeKept() {
    for (const { file, place, title } of await keptFiles()) this.send(file, { kept: place, title });
  }

  send(file, { kept = null, title = "" } = {}) {
    const { endpointValue: endpoint, ticketValue: ticket, memberValue: member } = this;
    const transfer = new Transfer(file, { endpoint, ticket, member, title, kept });
    const row = this.newRow(file);
    this.follow(transfer, row);
    if (this.singleValue && this.hasInputTarget) this.dropTarget.hidden = true;
    this.waiting.push([transfer, row]);
    this.next();
  }

  next() {
    while (this.waiting.length && this.running.size < AT_ONCE) {
      const [transfer, row] = this.waiting.shift();
      this.running.add(transfer);
      this.say(row, "");
      this.dispatch("started", { detail: { name: transfer.file.name } });
      transfer.start();
    }
  }

  newRow(file) {
    const row = this.rowTarget.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = bytes(file.size);
    row.querySelector("progress").setAttribute("aria-label", file.name);
    this.listTarget.append(row);
    row.dataset.state = "queued";
    this.say(row, this.queuedValue);
    return row;
  }

  follow(transfer, row) {
    const on = (name, act) => transfer.addEventListener(name, ({ detail }) => act(detail));
    const button = name => row.querySelector(`[data-${name}]`);
    on("progress", detail => this.progress(row, detail));
    on("lost", () => { if (row.dataset.state !== "paused") this.say(row, this.lostValue); });
    on("received", detail => this.received(transfer, row, detail));
    on("failed", ({ message }) => this.failed(transfer, row, message));
    button("pause").addEventListener("click", () => this.pause(transfer, row));
    button("resume").addEventListener("click", () => this.resume(transfer, row));
    button("cancel").addEventListener("click", () => this.cancel(transfer, row));
  }

  progress(row, { sent, size, speed, left }) {
    if (row.dataset.state === "paused") return;
    row.dataset.state = "sending";
    row.querySelector("progress").value = size ? sent / size : 1;
    const parts = [percent(size ? sent / size : 1)];
    if (speed) parts.push(`${bytes(speed)}/s`);
    if (left !== null && left > 1) parts.push(this.leftValue.replace("{time}", time(left)));
    this.say(row, parts.join(" · "), { quietly: true });
  }

  async pause(transfer, row) {
    row.dataset.state = "paused";
    this.say(row, this.pausedValue);
    await transfer.pause();
    row.querySelector("[data-resume]").focus();
  }

  resume(transfer, row) {
    row.dataset.state = "sending";
    this.say(row, "");
    this.running.add(transfer);
    transfer.resume();
    row.querySelector("[data-pause]").focus();
  }

  async cancel(transfer, row) {
    this.waiting = this.waiting.filter(([waiting]) => waiting !== transfer);
    row.remove();
    if (this.singleValue && this.hasInputTarget) this.dropTarget.hidden = false;
    this.done(transfer);
    await transfer.cancel();
    await forget(transfer.kept);
  }

  async received(transfer, row, { asset, progress }) {
    row.dataset.state = "received";
    row.querySelector("progress").removeAttribute("value");
    this.say(row, this.receivedValue);
    row.dataset.mediaProgressAddressValue = progress;
    row.dataset.controller = "media-progress";
    this.done(transfer);
    this.dispatch("received", { detail: { asset, name: transfer.file.name } });
    await forget(transfer.kept);
  }

  failed(transfer, row, message) {
    row.dataset.state = "failed";
    this.say(row, message || this.failedValue);
    this.done(transfer);
    this.dispatch("failed", { detail: { name: transfer.file.name, message: message || this.failedValue } });
  }

  done(transfer) {
    this.running.delete(transfer);
    this.next();
  }

  // What changes every moment is shown; what happened is also read out.
  say(row, text, { quietly = false } = {}) {
    const place = row.querySelector("[data-status]");
    place.setAttribute("aria-live", quietly ? "off" : "polite");
    place.textContent = text;
  }

  async showStopped() {
    for (const upload of await stoppedUploads(this.memberValue)) {
      if ([...this.listTarget.querySelectorAll("[data-name]")].some(name => name.textContent === upload.name)) continue;
      const row = this.stoppedRowTarget.content.firstElementChild.cloneNode(true);
      row.querySelector("[data-name]").textContent = upload.name;
      row.querySelector("[data-status]").textContent = this.stoppedAtValue.replace("{percent}", percent(upload.sent / upload.size));
      row.querySelector("[data-again]").addEventListener("click", () => { row.remove(); this.inputTarget.click(); });
      row.querySelector("[data-forget]").addEventListener("click", () => { row.remove(); upload.forget(); });
      this.stoppedTarget.append(row);
    }
    this.stoppedTarget.hidden = !this.stoppedTarget.children.length;
  }
}
