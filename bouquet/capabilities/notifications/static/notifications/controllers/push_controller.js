import { Controller } from "@hotwired/stimulus";

// Pushes on this browser: asks for permission when the member does, subscribes, and hands the subscription to a form.
export default class extends Controller {
  static targets = ["form", "button", "unable", "denied", "failed"];
  static values = { key: String, on: Boolean };

  connect() {
    if (!this.hasFormTarget) return;
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) this.refuse(this.unableTarget);
    else if (Notification.permission === "denied") this.refuse(this.deniedTarget);
  }

  async begin() {
    this.buttonTarget.disabled = true;
    this.failedTarget.hidden = true;
    if ((await Notification.requestPermission()) !== "granted") return this.refuse(this.deniedTarget);
    try {
      const { endpoint, keys } = (await this.subscribe()).toJSON();
      const { elements } = this.formTarget;
      Object.assign(elements.endpoint, { value: endpoint });
      Object.assign(elements.p256dh, { value: keys.p256dh });
      Object.assign(elements.auth, { value: keys.auth });
      this.formTarget.submit();
    } catch {
      this.failedTarget.hidden = false;
      this.buttonTarget.disabled = false;
    }
  }

  // A subscription made with a key this installation had before is of no use to it.
  async subscribe() {
    const { pushManager } = await navigator.serviceWorker.ready;
    const wanted = { userVisibleOnly: true, applicationServerKey: this.keyValue };
    try {
      return await pushManager.subscribe(wanted);
    } catch (error) {
      const old = await pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return pushManager.subscribe(wanted);
    }
  }

  async end(event) {
    event.preventDefault();
    const form = event.target;
    try {
      const registration = await navigator.serviceWorker?.getRegistration();
      await (await registration?.pushManager.getSubscription())?.unsubscribe();
    } finally {
      form.submit();
    }
  }

  refuse(words) {
    words.hidden = false;
    this.buttonTarget.hidden = true;
  }
}
