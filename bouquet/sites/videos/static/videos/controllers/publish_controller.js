import { Controller } from "@hotwired/stimulus";

// The form beside an upload: it may be sent before the file has arrived, and goes by itself once it has.
export default class extends Controller {
  static targets = ["form", "asset", "wait", "several", "drafts"];

  connect() {
    this.sending = 0;
    // Scripts come one by one: an upload may have begun before this one was there.
    for (const name of this.element.querySelectorAll(".uploader-row [data-name]")) {
      this.started({ detail: { name: name.textContent } });
    }
    this.element.dataset.live = "true";
  }

  started({ detail: { name } }) {
    this.sending += 1;
    if (this.first === undefined) this.first = name;
    const title = this.formTarget.elements.title;
    if (name === this.first && title && !title.value) title.value = name.replace(/\.[^.]+$/, "").replaceAll("_", " ").trim();
    this.severalTarget.hidden = name === this.first && this.sending === 1;
  }

  received({ detail: { asset, name } }) {
    this.sending -= 1;
    if (name === this.first && !this.assetTarget.value) {
      this.assetTarget.value = asset;
      if (this.waiting) this.formTarget.requestSubmit(this.waiting);
    } else this.showDrafts();
  }

  failed({ detail: { name } }) {
    this.sending -= 1;
    if (name === this.first) this.stopWaiting();
  }

  submit(event) {
    if (this.assetTarget.value || this.sending === 0) return;
    event.preventDefault();
    this.waiting = event.submitter;
    this.waitTarget.hidden = false;
    this.waitTarget.scrollIntoView({ block: "nearest" });
  }

  stopWaiting() {
    this.waiting = null;
    this.waitTarget.hidden = true;
    this.first = undefined;
  }

  // Files beyond the first are drafts of their own, described on their own pages.
  async showDrafts() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drafts = page.querySelector('[data-publish-target~="drafts"]');
    if (drafts) this.draftsTarget.replaceChildren(...drafts.childNodes);
  }
}
