import { Controller } from "@hotwired/stimulus";

// Arrows turn from photo to photo, Escape goes back to the post.
export default class extends Controller {
  static targets = ["before", "after", "close"];

  connect() {
    this.press = event => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
      const goal = { ArrowLeft: "before", ArrowRight: "after", Escape: "close" }[event.key];
      if (goal && this.targets.has(goal)) this.targets.find(goal).click();
    };
    addEventListener("keydown", this.press);
  }

  disconnect() {
    removeEventListener("keydown", this.press);
  }
}
