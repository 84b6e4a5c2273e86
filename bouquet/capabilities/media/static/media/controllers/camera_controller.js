import { Controller } from "@hotwired/stimulus";

const KINDS = ["video/mp4;codecs=avc1,mp4a.40.2", "video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];

// Films in the page: preview, start, stop, look again, use. Tells the page camera:recorded {file}.
export default class extends Controller {
  static targets = ["panel", "screen", "open", "start", "stop", "use", "again", "clock", "refused"];

  connect() {
    this.openTarget.hidden = !(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  }

  disconnect() {
    this.close();
  }

  async open() {
    this.refusedTarget.hidden = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: true,
      });
    } catch {
      this.refusedTarget.hidden = false;
      return;
    }
    this.panelTarget.hidden = false;
    this.preview();
    this.startTarget.focus();
  }

  start() {
    this.parts = [];
    const mimeType = KINDS.find(kind => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(this.stream, { mimeType });
    this.recorder.ondataavailable = ({ data }) => { if (data.size) this.parts.push(data); };
    this.recorder.onstop = () => this.review();
    this.recorder.start(1000);
    this.began = performance.now();
    this.ticking = setInterval(() => this.tick(), 250);
    this.show("stop");
    this.stopTarget.focus();
  }

  stop() {
    clearInterval(this.ticking);
    this.recorder.stop();
  }

  use() {
    this.dispatch("recorded", { detail: { file: this.file } });
    this.close();
  }

  again() {
    this.preview();
    this.startTarget.focus();
  }

  close() {
    clearInterval(this.ticking);
    if (this.recorder?.state === "recording") { this.recorder.onstop = null; this.recorder.stop(); }
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    if (this.address) URL.revokeObjectURL(this.address);
    this.stream = this.recorder = this.file = this.address = null;
    if (this.hasPanelTarget) this.panelTarget.hidden = true;
  }

  preview() {
    const screen = this.screenTarget;
    screen.removeAttribute("src");
    screen.srcObject = this.stream;
    screen.muted = true;
    screen.controls = false;
    screen.play().catch(() => {});
    this.clockTarget.textContent = "0:00";
    this.show("start");
  }

  review() {
    const type = this.recorder.mimeType.split(";")[0] || "video/webm";
    const now = new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-");
    this.file = new File(this.parts, `${now}.${type.endsWith("mp4") ? "mp4" : "webm"}`, { type, lastModified: 0 });
    this.address = URL.createObjectURL(this.file);
    const screen = this.screenTarget;
    screen.srcObject = null;
    screen.src = this.address;
    screen.muted = false;
    screen.controls = true;
    this.show("use", "again");
    this.useTarget.focus();
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.clockTarget.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  show(...names) {
    for (const name of ["start", "stop", "use", "again"]) this[`${name}Target`].hidden = !names.includes(name);
  }
}
