import { Controller } from "@hotwired/stimulus";

// Leaves the visitor's time zone in a cookie, for the account that is being opened.
export default class extends Controller {
  connect() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone) document.cookie = `tz=${encodeURIComponent(zone)}; path=/; max-age=86400; samesite=lax`;
  }
}
