import { Controller } from "@hotwired/stimulus";
import { wire } from "live/wire";

// Shows how far the house is with a video, as it happens. Tells the page media-progress:changed {state, percent, …}.
export default class extends Controller {
  static values = { address: String };

  connect() {
    if (!this.addressValue) return;
    const { pathname, searchParams } = new URL(this.addressValue, location);
    const asset = pathname.split("/").at(-1), asked = `${document.documentElement.lang}:${asset}:${searchParams.get("token")}`;
    this.end = wire.carry("progress", () => asked, now => { if (now.asset === asset) this.show(now); });
  }

  disconnect() {
    this.end?.();
  }

  show(now) {
    if (now.is_ended) this.end();
    const bar = this.element.querySelector("progress");
    if (bar) {
      bar.hidden = now.is_ended;
      if (now.percent) bar.value = now.percent / 100 * bar.max;
    }
    const status = this.element.querySelector("[data-status]");
    if (status) {
      status.setAttribute("aria-live", now.is_ended ? "polite" : "off");
      status.textContent = now.is_ended || !now.percent ? now.text : `${now.percent} % · ${now.text}`;
    }
    this.element.dataset.state = now.state;
    this.dispatch("changed", { detail: now });
  }
}
