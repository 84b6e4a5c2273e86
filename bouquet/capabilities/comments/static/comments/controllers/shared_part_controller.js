import { Controller } from "@hotwired/stimulus";

// A part of a page that is the same for everybody without a session is asked for as a plain page is, so that the cache
// in front of the pages may answer. It knows by htmx's header that a page may be drawn differently for a script.
export default class extends Controller {
  connect() {
    this.plainly = ({ target, detail }) => {
      if (target === this.element && detail.ctx?.request?.headers) delete detail.ctx.request.headers["HX-Request"];
    };
    this.element.addEventListener("htmx:config:request", this.plainly);
  }

  disconnect() {
    this.element.removeEventListener("htmx:config:request", this.plainly);
  }
}
