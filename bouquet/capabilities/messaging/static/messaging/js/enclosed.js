// What a message carries below its words: pictures, files, sounds, the card of what it links to. As
// messaging/enclosed.html and messaging/link.html show it.
const language = document.documentElement.lang || "fr";
const STEPS = ["byte", "kilobyte", "megabyte", "gigabyte"];

export function sizeOf(bytes) {
  const step = Math.min(STEPS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = { style: "unit", unit: STEPS[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 };
  return new Intl.NumberFormat(language, format).format(bytes / 1000 ** step);
}

export function lasts(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function made(name, facts = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) {
    if (key === "dataset") Object.assign(element.dataset, value); else element[key] = value;
  }
  element.append(...inside);
  return element;
}

const item = inside => made("li", {}, inside);

// `at` is the address of the room on the host one looks at: `/rooms/CODE`.
export function pictures(enclosed = [], at, words) {
  return enclosed.filter(({ sort }) => sort === "picture").map(({ key, name, width, height }) => {
    const address = `${at}/pictures/${key}`;
    return item(made("a", { href: address },
      made("img", { width, height, loading: "lazy", alt: name || words.picture, src: `${address}?width=640` })));
  });
}

export function files(enclosed = [], at, words) {
  return enclosed.filter(({ sort }) => sort !== "picture").map(one => item(one.sort === "sound" ? sound(one, at, words) : file(one, at)));
}

export function file({ key, name, bytes }, at) {
  const facts = key ? { href: `${at}/files/${key}`, download: name } : {};
  return made(key ? "a" : "span", { className: "file-card", ...facts },
    made("span", { className: "file-kind", ariaHidden: "true", textContent: kindOf(name) }),
    made("span", { className: "file-words" }, made("strong", { textContent: name }), made("span", { className: "soft numbers", textContent: sizeOf(bytes) })));
}

export function kindOf(name) {
  return name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).slice(0, 4).toUpperCase() : "";
}

function sound({ key, name, seconds, peaks }, at, words) {
  const address = `${at}/sounds/${key}`;
  const audio = made("audio", { controls: true, preload: "none", dataset: { soundTarget: "audio" } },
    made("source", { src: `${address}.m4a`, type: "audio/mp4" }),
    made("source", { src: `${address}.weba`, type: "audio/webm; codecs=opus" }));
  const values = { soundPeaksValue: peaks, soundSecondsValue: seconds, soundPlayValue: words.play ?? "", soundPauseValue: words.pause ?? "", soundSeekValue: words.seek ?? "" };
  return made("div", { className: "sound", title: name, dataset: { controller: "sound", ...values } }, audio,
    made("a", { className: "sound-length numbers", href: address, download: "", textContent: lasts(seconds) }));
}

export function link({ address, title, description, site, picture }) {
  const words = made("span", { className: "link-words" }, made("span", { className: "link-site", textContent: site }),
    made("strong", { textContent: title || address }));
  if (description) words.append(made("span", { className: "soft", textContent: description }));
  const card = made("a", { className: "message-link", href: address, rel: "nofollow ugc noopener" });
  // A picture whose address is over leaves the words.
  if (picture) card.append(made("img", { src: picture.src, alt: picture.alt ?? "", loading: "lazy", onerror: event => event.target.remove() }));
  card.append(words);
  return card;
}

// Things of this network are shown as each reader may see them, so each page asks for itself, once for each thing.
const things = new Map();

export function thing(name) {
  if (!things.has(name)) {
    const asked = fetch(`/rooms/things.json?of=${encodeURIComponent(name)}`)
      .then(answer => answer.ok ? answer.json() : { things: {} }).then(told => told.things[name] ?? null)
      .catch(() => { things.delete(name); return null; });
    things.set(name, asked);
  }
  return things.get(name);
}
