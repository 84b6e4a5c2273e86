import { Controller } from "@hotwired/stimulus";

const STEPS = [["second", 60], ["minute", 60], ["hour", 24], ["day", 7], ["week", 4.345], ["month", 12], ["year", Infinity]];

// English here is British: 23 November 2026.
const spoken = document.documentElement.lang || "fr", language = spoken === "en" ? "en-GB" : spoken;
// Made once, and only when asked for: making a format costs more than everything else here.
const once = make => { let made; return () => (made ??= make()); };
const dates = once(() => new Intl.DateTimeFormat(language, { dateStyle: "long" }));
const moments = once(() => new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }));
const spans = once(() => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

// On the body: rewrites every <time data-time="date|datetime|ago"> in the visitor's zone, those that come later too.
// One controller for all: a page shows dozens, and each of its own would cost a slow phone some milliseconds.
export default class extends Controller {
  connect() {
    this.rewrite(this.element);
    this.watcher = new MutationObserver(changes => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) this.rewrite(node);
    });
    this.watcher.observe(this.element, { childList: true, subtree: true });
  }

  disconnect() {
    this.watcher.disconnect();
  }

  rewrite(root) {
    const all = [...root.querySelectorAll("time[data-time]")];
    if (root.matches("time[data-time]")) all.push(root);
    for (const element of all) {
      const moment = new Date(element.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      const { time: form } = element.dataset;
      element.textContent = form === "ago" ? ago(moment) : (form === "datetime" ? moments : dates)().format(moment);
      if (form !== "datetime") element.title = moments().format(moment);
    }
  }
}

function ago(moment) {
  let span = (moment.getTime() - Date.now()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(span) < size) {
      return spans().format(Math.round(span), unit);
    }
    span /= size;
  }
  return "";
}
