import { Controller } from "@hotwired/stimulus";

// The link, the code, the mail and the embed code begin at the moment that plays, when asked to.
export default class extends Controller {
  static targets = ["link", "start", "time", "mail", "phone", "embed", "qr"];
  static values = { address: String, qr: String };

  connect() {
    this.embed = this.hasEmbedTarget ? this.embedTarget.value : "";
    this.mail = this.mailTarget.href;
    this.opened = ({ newState }) => { if (newState === "open") this.read(); };
    this.sheet = this.element.closest("[popover]");
    this.sheet.addEventListener("toggle", this.opened);
  }

  disconnect() {
    this.sheet.removeEventListener("toggle", this.opened);
  }

  read() {
    this.seconds = Math.floor(document.querySelector(".player video")?.currentTime ?? 0);
    const rest = String(this.seconds % 60).padStart(2, "0");
    this.timeTarget.textContent = `${Math.floor(this.seconds / 60)}:${rest}`;
    this.startTarget.disabled = this.seconds === 0;
    this.update();
  }

  update() {
    const from = this.startTarget.checked && this.seconds > 0 ? `?t=${this.seconds}` : "";
    const address = `${this.addressValue}${from}`;
    this.linkTarget.value = address;
    this.mailTarget.href = this.mail.replace(encodeURIComponent(this.addressValue), encodeURIComponent(address));
    this.phoneTarget.dataset.shareAddressValue = address;
    this.qrTarget.src = `${this.qrValue}${from}`;
    if (this.hasEmbedTarget) this.embedTarget.value = this.embed.replace(/(\/embed\/[A-Za-z0-9]+)/, `$1${from}`);
  }
}
