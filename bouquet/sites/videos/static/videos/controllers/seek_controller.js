import { Controller } from "@hotwired/stimulus";

// A time in the text or the list of chapters takes the player there, instead of loading the page again.
export default class extends Controller {
  go(event) {
    const link = event.target.closest("a[data-seconds]");
    const player = document.querySelector(".player");
    const video = player?.querySelector("video");
    if (!link || !video) return;
    event.preventDefault();
    const there = () => { video.currentTime = Number(link.dataset.seconds); video.play().catch(() => {}); };
    if (player.dataset.begun) there();
    else {
      player.addEventListener("player:ready", there, { once: true });
      player.querySelector(".player-start")?.click();
    }
    player.scrollIntoView({ block: "nearest" });
  }
}
