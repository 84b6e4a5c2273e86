import { Controller } from "@hotwired/stimulus";

// On a link to the page that adds a video to a playlist: shows the same in a sheet over the page.
export default class extends Controller {
  open(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.show();
  }

  async show() {
    const address = this.element.href;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      // Whoever is not signed in is led to the sign-in page.
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const sheet = this.sheet();
      sheet.innerHTML = await answer.text();
      // Or the sheet's forms would lead away from the video that plays.
      (await import("htmx.org")).default.process(sheet);
      sheet.showPopover({ source: this.element });
      sheet.querySelector(".add-to button")?.focus();
    } catch {
      location.href = address;
    }
  }

  sheet() {
    const standing = document.getElementById("add-to-sheet");
    if (standing) return standing;
    const sheet = document.createElement("div");
    sheet.id = "add-to-sheet";
    sheet.className = "dialog";
    sheet.popover = "auto";
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-labelledby", "add-to-head");
    document.body.append(sheet);
    return sheet;
  }
}
