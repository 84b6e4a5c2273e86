import { Controller } from "@hotwired/stimulus";

// After a form came back with errors: the focus goes to the first field to mend, else to the summary.
export default class extends Controller {
  connect() {
    const first = this.element.closest("form")?.querySelector('[aria-invalid="true"]:not([type="hidden"])');
    (first ?? this.element).focus();
  }
}
