import { Controller } from "@hotwired/stimulus";

// A time in the text or the list of chapters takes the player there, instead of loading the page again.
export default class extends Controller {
  go(event) {
    const link = event.target.closest("a[data-seconds]");
    const video = document.querySelector(".player video");
    if (!link || !video) return;
    event.preventDefault();
    const seconds = Number(link.dataset.seconds);
    video.closest(".player").dispatchEvent(new CustomEvent("player:goto", { detail: { seconds } }));
    video.closest(".player").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
}
