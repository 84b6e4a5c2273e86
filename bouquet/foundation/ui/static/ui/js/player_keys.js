// Keys of the player, while the focus is in it or nowhere in particular.

const TYPING = "input:not([type='range'], [type='radio'], [type='checkbox']), textarea, select, [contenteditable]";

// Returns what `event` asks for as [command, argument], or null.
export function commandOf(event, player) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.composedPath()[0];
  if (!(target instanceof Element) || target.closest(TYPING) || document.querySelector("dialog[open], [popover]:popover-open")) return null;
  const isInside = event.composedPath().includes(player);
  if (!isInside && target !== document.body && target.id !== "main") return null;
  const isControl = target.matches("input, button, a, summary") || target.localName.startsWith("media-") && target.localName.endsWith("-button");
  if (isControl && (event.key === " " || event.key === "Enter")) return null;
  if (target.matches("input") && /^(Arrow|Home|End|Page)/.test(event.key)) return null;
  if (!isInside && /^(Arrow(Up|Down)| $)/.test(event.key)) return null;
  if (/^[0-9]$/.test(event.key)) return ["share", Number(event.key) / 10];
  return {
    " ": ["toggle"], k: ["toggle"], j: ["skip", -10], l: ["skip", 10], ArrowLeft: ["skip", -5], ArrowRight: ["skip", 5],
    Home: ["share", 0], End: ["share", 0.999], ArrowUp: ["louder", 0.05], ArrowDown: ["louder", -0.05],
    m: ["mute"], f: ["fullscreen"], t: ["theatre"], c: ["switchCaptions"], i: ["pip"], "<": ["faster", -1], ">": ["faster", 1], "?": ["help"],
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
