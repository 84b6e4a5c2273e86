import { Controller } from "@hotwired/stimulus";

// Validates on leaving a field, in the page's words (form.html holds them); takes the error back while it is mended.
export default class extends Controller {
  static targets = ["errors"];

  connect() {
    this.leave = ({ target }) => { if (target.value !== "" || target.dataset.touched) this.check(target); };
    this.mend = ({ target }) => { target.dataset.touched = "1"; if (target.getAttribute("aria-invalid")) this.check(target); };
    this.element.addEventListener("focusout", this.leave);
    this.element.addEventListener("input", this.mend);
  }

  disconnect() {
    this.element.removeEventListener("focusout", this.leave);
    this.element.removeEventListener("input", this.mend);
  }

  check(field) {
    if (!field.willValidate || !this.hasErrorsTarget) return;
    const isFine = field.checkValidity();
    const list = this.errorsTarget;
    const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (isFine) {
      field.removeAttribute("aria-invalid");
      described.delete(list.id);
      list.replaceChildren();
    } else {
      field.setAttribute("aria-invalid", "true");
      described.add(list.id);
      const item = document.createElement("li");
      item.textContent = wordsFor(field);
      list.replaceChildren(item);
    }
    list.hidden = isFine;
    field.setAttribute("aria-describedby", [...described].join(" "));
  }
}

function wordsFor({ validity, type, minLength, maxLength, validationMessage, form }) {
  const words = form?.querySelector("[data-field-words]")?.dataset ?? {};
  const said = validity.valueMissing ? words.missing
    : validity.typeMismatch ? words[type]
    : validity.tooShort ? words.short?.replace("{count}", minLength)
    : validity.tooLong ? words.long?.replace("{count}", maxLength)
    : "";
  return said || validationMessage;
}
