// Bytes and seconds as people read them, in the page's language.
const language = document.documentElement.lang || "fr";

export function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let step = 0;
  while (count >= 1000 && step < units.length - 1) { count /= 1000; step += 1; }
  const digits = step > 1 && count < 100 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: digits,
  }).format(count);
}

export function time(seconds) {
  const unit = (value, name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return unit(whole, "second");
  if (whole < 3600) return unit(Math.round(whole / 60), "minute");
  return `${unit(Math.floor(whole / 3600), "hour")} ${unit(Math.round(whole % 3600 / 60), "minute")}`;
}

export function percent(part) {
  return new Intl.NumberFormat(language, { style: "percent" }).format(part);
}
