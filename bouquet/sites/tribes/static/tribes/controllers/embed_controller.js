import { Controller } from "@hotwired/stimulus";

// A thing of another brand plays where it is shown, once somebody asks; until then nothing of it is loaded.
export default class extends Controller {
  static targets = ["still"];
  static values = { address: String, title: String };

  play(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    const address = new URL(this.addressValue, location.href);
    // They pressed play already.
    address.searchParams.set("autoplay", "1");
    frame.src = address.href;
    frame.title = this.titleValue;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    this.stillTarget.replaceWith(frame);
    frame.focus();
  }
}
