// How a message looks. The page brings its markup once, in a <template> that the server fills the same way; here it is
// filled from what the protocol calls a message.
import { files, link, pictures, thing } from "messaging/enclosed";

const MINUTES_APART = 5, MOST_NAMED = 3;

const language = document.documentElement.lang || "fr";
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const plural = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

export function counted(count, one, many) {
  return (plural.select(count) === "one" ? one : many).replace("{n}", numbers.format(count));
}

export class Teller {
  // `drawings` are the house's own pictures of some emoji: emoji → address.
  // `reacting` is the action behind a reaction.
  constructor({ template, me, room, words, drawings, reacting = "room#react" }) {
    Object.assign(this, { template, me, room, words, drawings, reacting });
  }

  // A new element for `message`; `old` is the one it replaces, if any, and `by` who changed it last.
  draw(message, old) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    // A page that shows less of a message leaves parts of it out.
    const part = name => item.querySelector(`[data-part="${name}"]`) ?? document.createElement("span");
    const { by = {}, at = old?.dataset.at ?? "" } = message;
    const isGone = Boolean(message.deleted || (message.hidden && message.html === undefined));
    const authorId = by.id ?? old?.dataset.by ?? "";
    item.id = `m${message.seq}`;
    Object.assign(item.dataset, { seq: message.seq, id: message.id, rev: message.rev ?? message.seq, at, by: authorId });
    item.classList.toggle("is-mine", authorId === this.me && Boolean(this.me));
    item.classList.toggle("is-gone", isGone);
    item.classList.toggle("calls-me", Boolean(this.me) && (message.mentions ?? []).includes(this.me));
    if (isGone) {
      part("html").textContent = message.deleted ? this.words.deleted : this.words.hidden;
      part("by").remove();
      part("quote").remove();
      part("more").remove();
      item.querySelector(".avatar").replaceWith(this.face({ name: "", handle: "" }));
      return item;
    }
    if (authorId === this.me) Object.assign(item.dataset, { text: message.text, sent: message.client ?? "" });
    item.querySelector(".avatar").replaceWith(this.face(by));
    part("name").textContent = by.name;
    part("name").href = by.handle ? this.words.profile.replace("HANDLE", by.handle) : "#";
    part("bot").hidden = !by.bot;
    part("when").href = `${this.room.address}?at=${message.seq}#m${message.seq}`;
    part("edited").hidden = !message.edited_at;
    part("pinned").hidden = !message.pinned;
    part("held").hidden = !message.hidden;
    part("html").innerHTML = message.html;
    part("more").href = `${this.room.address}/messages/${message.id}`;
    this.time(part("when").querySelector("time"), at);
    this.carry(part, message);
    this.quote(item, message);
    this.react(item, message, old);
    const thread = part("thread");
    thread.hidden = !message.replies;
    thread.href = `${this.room.address}/threads/${message.id}`;
    if (message.replies) part("replies").textContent = counted(message.replies, this.words.reply, this.words.replies);
    return item;
  }

  face({ name = "", handle = "", avatar = "" }) {
    const face = document.createElement("span");
    face.className = "avatar";
    if (avatar) {
      const picture = new Image(120, 120);
      Object.assign(picture, { src: avatar, alt: "", loading: "lazy" });
      face.append(picture);
      return face;
    }
    const parts = name.split(/[\s_-]+/).filter(word => /^[\p{L}\p{N}]/u.test(word));
    const last = parts.length > 1 ? parts.at(-1)[0] : "";
    face.textContent = parts.length ? `${parts[0][0]}${last}`.toUpperCase() : "";
    face.setAttribute("aria-hidden", "true");
    face.dataset.handle = handle;
    tint(face, handle);
    return face;
  }

  // What a message answers: its words come with it from the server's pages, not down the wire, where they are looked up among
  // what is on the page.
  quote(item, { answers, quotes }) {
    const place = item.querySelector('[data-part="quote"]');
    if (!place) return;
    place.hidden = !answers;
    if (!answers) return;
    place.dataset.quotes = answers;
    place.href = quotes ? `${this.room.address}?at=${quotes.seq}#m${quotes.seq}` : `${this.room.address}/messages/${answers}`;
    const [who, said] = place.children;
    who.textContent = quotes?.by ?? "";
    said.textContent = quotes?.text ?? this.words.quoted;
  }

  // Quotes of a message say what it says now.
  requote(list) {
    for (const place of list.querySelectorAll("[data-quotes]")) {
      const item = list.querySelector(`:scope > .said[data-id="${CSS.escape(place.dataset.quotes)}"]`);
      if (!item) continue;
      const [who, said] = place.children;
      who.textContent = item.querySelector('[data-part="name"]')?.textContent ?? "";
      said.textContent = item.querySelector('[data-part="html"]').textContent.replace(/\s+/g, " ").trim().slice(0, 160);
      place.href = `${this.room.address}?at=${item.dataset.seq}#m${item.dataset.seq}`;
    }
  }

  // Somebody came or went; `arrange` says it, of all who did so between two messages.
  fact({ seq, account, change, at }) {
    const item = line("talk-fact", "");
    Object.assign(item.dataset, { seq, account: account.id, name: account.name ?? "", change, at });
    item.hidden = true;
    return item;
  }

  // One sentence for those who came, one for those who went: what each did last.
  sentence(facts) {
    const last = new Map(facts.map(({ dataset }) => [dataset.account, dataset]));
    const list = new Intl.ListFormat(language, { type: "conjunction" });
    return ["came", "went"].map(change => {
      const names = [...last.values()].filter(one => one.change === change).map(({ name }) => name);
      if (!names.length) return "";
      const more = names.length - MOST_NAMED;
      const who = more > 1 ? [...names.slice(0, MOST_NAMED), counted(more, this.words.others, this.words.othersMany)] : names;
      return this.words[names.length > 1 ? `${change}Many` : change].replace("{who}", list.format(who));
    }).filter(Boolean).join(" ");
  }

  // What it carries, and where it leads.
  carry(part, { enclosed, link: page, thing: name }) {
    const at = new URL(this.room.address, location.href).pathname;
    part("pictures").replaceChildren(...pictures(enclosed, at, this.words));
    part("files").replaceChildren(...files(enclosed, at, this.words));
    const place = part("card");
    place.replaceChildren(...(page ? [link(page)] : []));
    if (name) thing(name).then(card => { if (card) place.replaceChildren(link(card)); });
  }

  react(item, { reactions = {}, mine }, old) {
    const place = item.querySelector('[data-part="reactions"]');
    place.replaceChildren(...Object.entries(reactions).map(([emoji, { n, by = [] }]) => {
      const wasMine = old?.querySelector(`[data-emoji="${CSS.escape(emoji)}"]`)?.getAttribute("aria-pressed") === "true";
      // At most fifty names travel: with more, what one did oneself was known before.
      const isMine = mine ? mine.includes(emoji) : by.includes(this.me) || (n > by.length && wasMine);
      return this.reaction(emoji, n, isMine);
    }));
  }

  reaction(emoji, count, isMine) {
    const button = document.createElement(this.me ? "button" : "span");
    button.className = "said-reaction";
    button.dataset.emoji = emoji;
    if (this.me) {
      button.type = "button";
      button.dataset.action = this.reacting;
      button.setAttribute("aria-pressed", String(isMine));
      button.setAttribute("aria-label", `${emoji} ${count}`);
    }
    const number = document.createElement("span");
    number.className = "numbers";
    number.textContent = numbers.format(count);
    button.append(this.drawing(emoji), number);
    return button;
  }

  drawing(emoji) {
    if (!this.drawings[emoji]) return emoji;
    const picture = new Image(20, 20);
    Object.assign(picture, { src: this.drawings[emoji], alt: emoji });
    return picture;
  }

  time(element, at) {
    if (!at) return;
    const moment = new Date(at);
    element.dateTime = at;
    element.textContent = clock.format(moment);
    element.title = full.format(moment);
  }

  // Days, where the new begins, and who goes on speaking: they follow from what stands beside what.
  arrange(list, newAfter) {
    for (const line of list.querySelectorAll(":scope > .talk-day, :scope > .talk-new")) line.remove();
    let before = null, isNewShown = newAfter === null;
    for (const run of runs(list)) {
      for (const item of run) item.hidden = item !== run[0];
      run[0].firstElementChild.textContent = this.sentence(run);
    }
    this.requote(list);
    for (const item of list.querySelectorAll(":scope > .said")) {
      const moment = item.dataset.at ? new Date(item.dataset.at) : before?.moment ?? null;
      const date = moment ? moment.toDateString() : before?.date;
      const isNewDay = Boolean(date) && date !== before?.date;
      if (isNewDay) item.before(line("talk-day", day.format(moment)));
      const isFirstNew = !isNewShown && Number(item.dataset.seq) > newAfter && item.dataset.by !== this.me;
      if (isFirstNew) { item.before(line("talk-new", this.words.news)); isNewShown = true; }
      const goesOn = !isNewDay && !isFirstNew && item.dataset.by && before?.by === item.dataset.by
        && moment - before.moment < MINUTES_APART * 60_000;
      item.classList.toggle("goes-on", Boolean(goesOn));
      const time = item.querySelector('[data-part="when"] time');
      if (time && !time.title) this.time(time, item.dataset.at);
      before = { moment, date, by: item.dataset.by };
    }
  }
}

// Those who came and went with nothing said between.
function runs(list) {
  const found = [];
  let open = null;
  for (const item of list.children) {
    if (!item.matches(".talk-fact")) { open = null; continue; }
    if (!open) found.push(open = []);
    open.push(item);
  }
  return found;
}

function line(name, words) {
  const item = document.createElement("li");
  item.className = name;
  const text = document.createElement("span");
  text.textContent = words;
  item.append(text);
  return item;
}

// The same colour as the server gives: the first byte of the handle's SHA-256.
const tints = new Map();
async function tint(face, handle) {
  if (!tints.has(handle) && crypto.subtle) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(handle));
    tints.set(handle, new Uint8Array(digest)[0] % 12);
  }
  face.classList.add(`tint-${tints.get(handle) ?? 0}`);
}
