import { Controller } from "@hotwired/stimulus";

const EVERY_SECONDS = 15;

// Tells where a member is, so that they go on from there on any device.
export default class extends Controller {
  static values = { address: String };

  connect() {
    this.leaving = () => { if (document.visibilityState === "hidden") this.send(); };
    document.addEventListener("visibilitychange", this.leaving);
  }

  disconnect() {
    document.removeEventListener("visibilitychange", this.leaving);
  }

  keep({ detail }) {
    this.seconds = detail.seconds;
    if (Math.abs(this.seconds - (this.told ?? 0)) >= EVERY_SECONDS) this.send();
  }

  send() {
    if (!this.addressValue || this.seconds === undefined || this.seconds === this.told) return;
    this.told = this.seconds;
    const body = new FormData();
    body.set("seconds", this.seconds.toFixed(1));
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    fetch(this.addressValue, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}
