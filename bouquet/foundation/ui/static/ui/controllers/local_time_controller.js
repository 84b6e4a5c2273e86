import { Controller } from "@hotwired/stimulus";

const STEPS = [["second", 60], ["minute", 60], ["hour", 24], ["day", 7], ["week", 4.345], ["month", 12], ["year", Infinity]];

// Rewrites a <time> in the visitor's zone: as a date, a date with the hour, or how long ago.
export default class extends Controller {
  static values = { form: { type: String, default: "date" } };

  connect() {
    const moment = new Date(this.element.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    const language = document.documentElement.lang || "fr";
    const whole = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(moment);
    this.element.title = whole;
    if (this.formValue === "datetime") this.element.textContent = whole;
    else if (this.formValue === "ago") this.element.textContent = ago(moment, language);
    else this.element.textContent = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(moment);
  }
}

function ago(moment, language) {
  let span = (moment.getTime() - Date.now()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(span) < size) {
      return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(span), unit);
    }
    span /= size;
  }
  return "";
}
