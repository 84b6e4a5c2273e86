import { Controller } from "@hotwired/stimulus";

// A video that has just become playable shows itself: the page is fetched again, unless somebody is typing on it.
export default class extends Controller {
  changed({ detail }) {
    if (!detail.is_playable && !detail.is_ended) return;
    const isTyping = document.activeElement?.matches("textarea, input");
    if (!isTyping) location.reload();
  }
}
