// Pictures in pasted text: the house fetches a copy of those on the web, those inside the text are sent as files, and of
// what a browser may not read somebody is told.
import { isAddress } from "blogs/schema";

// `photos` are the addresses of photos by their keys; `ask` has the house fetch one; `send` takes files in; `tell` and
// `say` speak to whoever writes.
export class Pasting {
  constructor({ editor, photos, words, ask, send, tell, say }) {
    Object.assign(this, { editor, photos, words, ask, send, tell, say });
    this.wanted = new Set();
    this.lost = 0;
  }

  // The HTML to be read, without what no address leads to.
  unpack(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const files = [];
    for (const image of page.querySelectorAll("img:not([data-photo])")) {
      const source = image.getAttribute("src") ?? "";
      if (Math.min(image.getAttribute("width") ?? 2, image.getAttribute("height") ?? 2) < 2) { image.remove(); continue; }
      if (/^https?:/i.test(source) && isAddress(source)) { this.wanted.add(source); continue; }
      const file = source.startsWith("data:image/") && fileOf(source, files.length + 1);
      if (file) files.push(file); else this.lost += 1;
      image.remove();
    }
    if (this.wanted.size || files.length || this.lost) setTimeout(() => this.bring(files));
    return page.body.innerHTML;
  }

  async bring(files) {
    if (files.length) this.send(files);
    for (const address of this.wanted) {
      this.wanted.delete(address);
      this.tell(this.words.fetching);
      const found = await this.ask(address);
      if (!found) { this.lost += 1; continue; }
      this.photos[found.photo] = found.address;
      this.place(address, found.photo);
    }
    this.tell("");
    if (this.lost) this.say(this.words.not_fetched);
    this.lost = 0;
  }

  // Wherever it stands by now.
  place(address, photo) {
    const { state, view } = this.editor;
    const change = state.tr;
    state.doc.descendants((node, at) => {
      if (node.type.name !== "figure" || node.attrs.photo || node.attrs.src !== address) return;
      change.setNodeMarkup(at, null, { ...node.attrs, photo, src: "" });
    });
    if (change.docChanged) view.dispatch(change);
  }
}

export function hasWords(html) {
  return !!new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

// Where a picture dropped at `place` goes: after what can hold none, such as the caption of another picture.
export function placeForBlock(doc, place) {
  const $place = doc.resolve(place);
  for (let depth = 1; depth <= $place.depth; depth += 1) {
    if (["figure", "gallery", "footnote", "codeBlock"].includes($place.node(depth).type.name)) return $place.after(depth);
  }
  return place;
}

function fileOf(source, number) {
  const [, kind, content] = source.match(/^data:(image\/[\w.+-]+);base64,(.+)$/s) ?? [];
  if (!content) return null;
  try {
    const bytes = Uint8Array.from(atob(content.replace(/\s/g, "")), letter => letter.charCodeAt(0));
    return new File([bytes], `${number}.${kind.slice(6)}`, { type: kind });
  } catch { return null; }
}
