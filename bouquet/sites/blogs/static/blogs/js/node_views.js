// How photos and videos stand in the editor: what they show, and what can be said about them beside.

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function figureView(storage) {
  return ({ node, editor, getPos }) => {
    const { words, photos } = storage;
    const image = made("img", { draggable: false });
    const alt = made("input", { className: "input", type: "text", placeholder: words.alt, ariaLabel: words.alt, maxLength: 500 });
    const size = made("select", { className: "input", ariaLabel: words.size },
      ...["normal", "small", "wide"].map(name => made("option", { value: name, textContent: words[name] })));
    const remove = made("button", { type: "button", className: "button quiet small danger", textContent: words.remove });
    const tools = made("div", { className: "figure-tools", contentEditable: "false" }, alt, size, remove);
    const caption = made("figcaption");
    caption.dataset.empty = words.caption;
    const elsewhere = made("p", { className: "soft" });
    const dom = made("figure", {}, made("div", { contentEditable: "false" }, image, elsewhere), caption, tools);

    const set = attrs => {
      const place = getPos();
      editor.view.dispatch(editor.state.tr.setNodeMarkup(place, null, { ...editor.state.doc.nodeAt(place).attrs, ...attrs }));
    };
    alt.addEventListener("change", () => set({ alt: alt.value }));
    size.addEventListener("change", () => set({ size: size.value }));
    remove.addEventListener("click", () => {
      const place = getPos(), $place = editor.state.doc.resolve(place);
      // A gallery's last photo takes the gallery along.
      const all = $place.parent.type.name === "gallery" && $place.parent.childCount === 1;
      const from = all ? $place.before() : place, length = (all ? $place.parent : editor.state.doc.nodeAt(place)).nodeSize;
      editor.chain().focus().deleteRange({ from, to: from + length }).run();
    });

    const draw = now => {
      // What lies elsewhere is not loaded from there: its address stands for it.
      const source = photos[now.attrs.photo];
      if (source && image.getAttribute("src") !== source) image.src = source;
      image.hidden = !source;
      elsewhere.hidden = !!source;
      elsewhere.textContent = now.attrs.src;
      image.alt = now.attrs.alt;
      if (document.activeElement !== alt) alt.value = now.attrs.alt;
      size.value = now.attrs.size;
      dom.className = now.attrs.size === "normal" ? "" : `size-${now.attrs.size}`;
      caption.classList.toggle("is-empty", now.content.size === 0);
    };
    draw(node);
    return {
      dom,
      contentDOM: caption,
      update: now => now.type === node.type && (draw(now), true),
      stopEvent: event => tools.contains(event.target) && event.type !== "dragstart",
      ignoreMutation: change => !caption.contains(change.target),
    };
  };
}

export function embedView(storage) {
  return ({ node }) => {
    const link = made("a", { href: node.attrs.address, textContent: node.attrs.address, target: "_blank", rel: "noopener" });
    const dom = made("figure", { className: "embed", contentEditable: "false" }, made("figcaption", {}, link));
    storage.look(node.attrs.address).then(found => {
      if (!found) return;
      link.textContent = found.title;
      dom.prepend(made("iframe", { src: found.player, title: found.title, loading: "lazy", allow: "fullscreen" }));
    });
    return { dom, ignoreMutation: () => true };
  };
}
