import { Controller } from "@hotwired/stimulus";

// Rows of a list are dragged by their handle, with a mouse or a finger; the new order is sent when they are let go.
export default class extends Controller {
  static targets = ["row"];
  static values = { address: String, done: String, failed: String };

  grab(event) {
    const row = event.target.closest("[data-reorder-target=row]"), handle = event.currentTarget;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const from = row.previousElementSibling;
    row.classList.add("dragged");
    const follow = ({ clientY }) => this.place(row, clientY);
    const drop = () => {
      handle.removeEventListener("pointermove", follow);
      row.classList.remove("dragged");
      if (row.previousElementSibling !== from) this.send(row, from);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  place(row, y) {
    const others = this.rowTargets.filter(other => other !== row);
    const next = others.find(other => { const box = other.getBoundingClientRect(); return y < box.top + box.height / 2; });
    if (next ? next.previousElementSibling !== row : row !== this.element.lastElementChild) this.element.insertBefore(row, next ?? null);
  }

  async send(row, from) {
    const body = new FormData();
    body.set("video", row.dataset.code);
    body.set("after", row.previousElementSibling?.dataset.code ?? "");
    body.set("csrfmiddlewaretoken", row.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(this.addressValue, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.status);
      this.say(this.doneValue, "good");
    } catch {
      from ? from.after(row) : this.element.prepend(row);
      this.say(this.failedValue, "bad");
    }
  }

  say(text, tone) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
  }
}
