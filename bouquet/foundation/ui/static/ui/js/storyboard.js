// Storyboards: a WebVTT file whose cues are pieces of a sheet of small frames (`sheet.webp#xywh=160,0,160,90`).

// → [{start, end, image, x, y, width, height, sheetWidth, sheetHeight}], seconds and pixels.
export async function readStoryboard(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`storyboard: ${answer.status}`);
  const cues = [];
  const base = new URL(address, location.href);
  for (const block of (await answer.text()).split(/\r?\n\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const timing = lines.findIndex(line => line.includes("-->"));
    if (timing === -1 || !lines[timing + 1]) continue;
    const [start, end] = lines[timing].split("-->").map(seconds);
    const image = new URL(lines[timing + 1].trim(), base);
    const [x, y, width, height] = (image.hash.match(/xywh=([\d,]+)/)?.[1] ?? "0,0,160,90").split(",").map(Number);
    image.hash = "";
    if (!image.search) image.search = base.search;
    cues.push({ start, end, image: image.href, x, y, width, height });
  }
  for (const cue of cues) {
    const sheet = cues.filter(({ image }) => image === cue.image);
    cue.sheetWidth = Math.max(...sheet.map(({ x, width }) => x + width));
    cue.sheetHeight = Math.max(...sheet.map(({ y, height }) => y + height));
  }
  return cues;
}

export function cueAt(cues, time) {
  return cues.find(({ start, end }) => time >= start && time < end) ?? cues.at(-1);
}

function seconds(text) {
  return text.trim().split(/\s/)[0].split(":").reduce((sum, part) => sum * 60 + Number.parseFloat(part), 0);
}
