// What buttons and the menu do to the text, by name. `ask` are the ones that need an answer first: see the controller.
export const COMMANDS = {
  bold: chain => chain.toggleMark("bold"),
  italic: chain => chain.toggleMark("italic"),
  strike: chain => chain.toggleMark("strike"),
  code: chain => chain.toggleMark("code"),
  heading2: chain => chain.toggleNode("heading", "paragraph", { level: 2 }),
  heading3: chain => chain.toggleNode("heading", "paragraph", { level: 3 }),
  bulletList: chain => chain.toggleBulletList(),
  orderedList: chain => chain.toggleOrderedList(),
  blockquote: chain => chain.toggleBlockquote(),
  codeBlock: chain => chain.toggleCodeBlock(),
  rule: chain => chain.setHorizontalRule(),
  table: chain => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  addRow: chain => chain.addRowAfter(),
  addColumn: chain => chain.addColumnAfter(),
  dropRow: chain => chain.deleteRow(),
  dropColumn: chain => chain.deleteColumn(),
  dropTable: chain => chain.deleteTable(),
  undo: chain => chain.undo(),
  redo: chain => chain.redo(),
  footnote: (chain, editor) => chain.addFootnote(editor.state.selection.to),
};

export const MARKS = ["bold", "italic", "strike", "code", "link"];
