import { Controller } from "@hotwired/stimulus";
import { file as fileCard, lasts } from "messaging/enclosed";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDINGS = { "audio/webm": "weba", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const LONGEST_S = 600, SHORTEST_S = 0.5;

// What goes along with the words: chosen, dropped, pasted or recorded. It waits here, and is sent with the message by the
// outbox, now or when there is a line again. The file field holds the same, for a form that goes by itself.
export default class extends Controller {
  static targets = ["file", "list", "recorder", "length", "status", "microphone"];
  static values = { most: Number, bytes: Number, words: Object };

  connect() {
    this.enclosed = [];
    this.element.enclosed = this.enclosed;
    this.place = this.element.closest("[data-room-part]") ?? this.element;
    this.over = event => this.dragged(event);
    this.left = event => { if (!this.place.contains(event.relatedTarget)) this.place.classList.remove("takes-files"); };
    this.drop = event => this.dropped(event);
    this.place.addEventListener("dragover", this.over);
    this.place.addEventListener("dragleave", this.left);
    this.place.addEventListener("drop", this.drop);
    this.microphoneTarget.hidden = !(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);
  }

  disconnect() {
    this.place.removeEventListener("dragover", this.over);
    this.place.removeEventListener("dragleave", this.left);
    this.place.removeEventListener("drop", this.drop);
    this.cancel();
    for (const { shown } of this.enclosed) URL.revokeObjectURL(shown);
  }

  chosen() {
    const files = [...this.fileTarget.files].filter(file => !this.enclosed.some(one => one.file === file));
    this.add(files);
  }

  pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  dragged(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.place.classList.add("takes-files");
  }

  dropped(event) {
    this.place.classList.remove("takes-files");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.add([...event.dataTransfer.files]);
  }

  add(files, facts = {}) {
    this.tell("");
    for (const file of files) {
      if (this.element.dataset.editing) { this.tell(this.wordsValue.editing); break; }
      if (file.size > this.bytesValue) { this.tell(this.wordsValue.large.replace("{name}", file.name)); continue; }
      if (this.enclosed.length >= this.mostValue) { this.tell(this.wordsValue.many); break; }
      const isPicture = file.type.startsWith("image/");
      this.enclosed.push({ file, words: "", isPicture, shown: isPicture || facts.voice ? URL.createObjectURL(file) : "", ...facts });
    }
    this.show();
    this.element.elements.text.focus();
  }

  show() {
    const held = new DataTransfer();
    for (const { file } of this.enclosed) held.items.add(file);
    this.fileTarget.files = held.files;
    this.listTarget.replaceChildren(...this.enclosed.map(one => this.row(one)));
    this.listTarget.hidden = !this.enclosed.length;
  }

  row(one) {
    const row = document.createElement("li");
    row.className = "enclosing";
    if (one.isPicture) {
      const picture = Object.assign(new Image(56, 56), { src: one.shown, alt: "" });
      // Some browsers show no HEIC: the name does.
      picture.onerror = () => picture.replaceWith(fileCard({ name: one.file.name, bytes: one.file.size }));
      const words = Object.assign(document.createElement("input"), { className: "input", type: "text", maxLength: 200, value: one.words, placeholder: this.wordsValue.describe });
      words.setAttribute("aria-label", this.wordsValue.describe);
      words.addEventListener("input", () => { one.words = words.value; });
      row.append(picture, words);
    } else if (one.voice) {
      row.append(Object.assign(document.createElement("audio"), { controls: true, src: one.shown }));
    } else row.append(fileCard({ name: one.file.name, bytes: one.file.size }));
    const away = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: this.wordsValue.remove });
    away.setAttribute("aria-label", `${this.wordsValue.remove} ${one.file.name}`);
    away.addEventListener("click", () => {
      this.enclosed.splice(this.enclosed.indexOf(one), 1);
      URL.revokeObjectURL(one.shown);
      this.show();
      this.element.elements.text.focus();
    });
    row.append(away);
    return row;
  }

  // It is in the outbox.
  said() {
    for (const { shown } of this.enclosed.splice(0)) URL.revokeObjectURL(shown);
    this.show();
  }

  // A voice: one begins, and keeps it or lets it go.

  async record() {
    if (this.recording) return;
    this.tell("");
    let line;
    try {
      line = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch {
      this.tell(this.wordsValue.microphone);
      return;
    }
    const mimeType = KINDS.find(kind => MediaRecorder.isTypeSupported(kind));
    const parts = [], began = performance.now();
    const recording = this.recording = new MediaRecorder(line, mimeType ? { mimeType } : {});
    recording.ondataavailable = ({ data }) => parts.push(data);
    recording.onstop = () => {
      for (const track of line.getTracks()) track.stop();
      clearInterval(this.ticking);
      this.recording = undefined;
      this.recorderTarget.hidden = true;
      if (recording.isDropped) return;
      if (performance.now() - began < SHORTEST_S * 1000) { this.tell(this.wordsValue.short); return; }
      const [type] = recording.mimeType.split(";");
      this.add([new File(parts, `${this.wordsValue.voice} ${this.lengthTarget.textContent.replace(":", "-")}.${ENDINGS[type] ?? "weba"}`, { type })], { voice: true });
    };
    recording.start(1000);
    this.recorderTarget.hidden = false;
    const tick = () => {
      const seconds = (performance.now() - began) / 1000;
      this.lengthTarget.textContent = lasts(seconds);
      if (seconds >= LONGEST_S) this.finish();
    };
    tick();
    this.ticking = setInterval(tick, 250);
    this.recorderTarget.querySelector(".primary").focus();
  }

  finish() {
    if (this.recording?.state === "recording") this.recording.stop();
  }

  cancel() {
    if (!this.recording) return;
    this.recording.isDropped = true;
    this.finish();
    this.element.elements.text?.focus();
  }

  tell(words) {
    this.statusTarget.textContent = words;
    this.statusTarget.hidden = !words;
  }
}
