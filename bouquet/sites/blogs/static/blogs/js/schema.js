// The same document as bouquet/sites/blogs/engine/schema.py: a node or mark that is new here is new there too.
import { InputRule, Mark, Node, mergeAttributes, markInputRule } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, Placeholder, TrailingNode, UndoRedo } from "@tiptap/extensions";
import { Plugin } from "@tiptap/pm/state";
import { embedView, figureView } from "blogs/node_views";

const ADDRESS = /^(?:https?:\/\/\S+|mailto:\S+|tel:\S+|[/#?]\S*)$/i;
export const isAddress = text => ADDRESS.test(text) && !/["<>\\^`{|}\s]/.test(text) && text.length <= 2000;

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: element => isAddress(element.getAttribute("href")) && null }],
  renderHTML: ({ HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes), 0],
  // An address that is pasted over words becomes their link.
  addProseMirrorPlugins() {
    return [new Plugin({
      props: {
        handlePaste: (view, event) => {
          const text = event.clipboardData?.getData("text/plain").trim() ?? "";
          if (view.state.selection.empty || !isAddress(text)) return false;
          return this.editor.commands.setMark("link", { href: text });
        },
      },
    })];
  },
});

const script = (name, tag, shortcut, sign) => Mark.create({
  name,
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  addKeyboardShortcuts() { return { [shortcut]: () => this.editor.commands.toggleMark(name) }; },
  addInputRules() { return [markInputRule({ find: sign, type: this.type })]; },
});

const pictureIn = element => element.matches("img") ? element : element.querySelector("img");

// A picture from elsewhere is known by its address until the house has a copy of it (pasting.js).
export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    photo: { default: null, parseHTML: element => pictureIn(element).dataset.photo ?? null },
    src: { default: "", parseHTML: element => pictureIn(element).dataset.photo ? "" : pictureIn(element).getAttribute("src") },
    alt: { default: "", parseHTML: element => pictureIn(element).alt.slice(0, 500) },
    size: { default: "normal", parseHTML: element => element.className.match(/size-(small|wide)/)?.[1] ?? "normal" },
  }),
  parseHTML: () => ["figure", "img"].map(tag => ({
    tag,
    contentElement: element => element.querySelector("figcaption") ?? document.createElement("p"),
    getAttrs: element => { const image = pictureIn(element); return !!image && (!!image.dataset.photo || isAddress(image.getAttribute("src") ?? "")) && null; },
  })),
  renderHTML: ({ node }) => [
    "figure", { class: node.attrs.size === "normal" ? null : `size-${node.attrs.size}` },
    ["img", { "data-photo": node.attrs.photo, src: node.attrs.src || null, alt: node.attrs.alt }], ["figcaption", 0],
  ],
  addNodeView() { return figureView(this.storage); },
  addKeyboardShortcuts() {
    return {
      // Out of the caption, to a new line below.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type !== this.type) return false;
        const after = $from.after($from.depth);
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    };
  },
});

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure+",
  isolating: true,
  parseHTML: () => [{ tag: "div.gallery" }],
  renderHTML: () => ["div", { class: "gallery" }, 0],
});

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ address: { default: "" } }),
  parseHTML: () => [{ tag: "figure.embed", priority: 60, getAttrs: element => ({ address: element.querySelector("a")?.getAttribute("href") ?? "" }) }],
  renderHTML: ({ node }) => ["figure", { class: "embed" }, ["a", { href: node.attrs.address }, node.attrs.address]],
  addNodeView() { return embedView(this.storage); },
});

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  content: "text*",
  parseHTML: () => [{ tag: "small.footnote" }],
  renderHTML: () => ["small", { class: "footnote" }, 0],
  addOptions: () => ({ word: "*" }),
  // It begins with a word that is chosen, to be typed over: browsers put no caret into what is empty.
  addCommands() {
    const { word } = this.options;
    return {
      addFootnote: (place, until = place) => ({ chain }) => chain()
        .insertContentAt({ from: place, to: until }, { type: "footnote", content: [{ type: "text", text: word }] })
        .setTextSelection({ from: place + 1, to: place + 1 + word.length }).run(),
    };
  },
  addInputRules() {
    return [new InputRule({ find: /\[\^\]$/, handler: ({ range, commands }) => { commands.addFootnote(range.from, range.to); } })];
  },
  addKeyboardShortcuts() {
    const out = ({ editor }) => {
      const { $from } = editor.state.selection;
      if ($from.parent.type !== this.type) return false;
      // Behind it, in words of the line: at its very edge a browser would go on typing in it.
      const after = $from.after($from.depth), next = editor.state.doc.textBetween(after, Math.min(after + 1, editor.state.doc.content.size));
      const chain = next === " " ? editor.chain() : editor.chain().insertContentAt(after, " ");
      return chain.setTextSelection(after + 1).run();
    };
    return { Enter: out, Escape: out };
  },
});

// `figures` holds what photos are shown with (`photos` by their keys, `words`); `look` finds a video by its address.
export function extensions({ placeholder, figures, look }) {
  return [
    Document, Paragraph, Text,
    // In the order in which marks stand around words.
    Link, Bold, Italic, Strike, script("superscript", "sup", "Mod-.", /\^([^^\s]+)\^$/), script("subscript", "sub", "Mod-,", /(?<!~)~([^~\s]+)~$/),
    Code.extend({ excludes: "" }),
    Heading.configure({ levels: [2, 3, 4] }), Blockquote, BulletList, OrderedList, ListItem, ListKeymap,
    CodeBlock.configure({ defaultLanguage: null }), HorizontalRule, HardBreak, Gallery,
    Footnote.configure({ word: figures.words.note }),
    Figure.extend({ addStorage: () => figures }), Embed.extend({ addStorage: () => ({ look }) }),
    Table.configure({ resizable: false }), TableRow, TableHeader, TableCell,
    Dropcursor.configure({ class: "drop-cursor", color: false }), Gapcursor, TrailingNode, UndoRedo, Placeholder.configure({ placeholder }),
  ];
}
