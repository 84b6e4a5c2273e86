// What the player remembers on this device: the place in each video, speed, subtitles, theatre.

const PLACES = "player:places", TASTES = "player:tastes", KEPT_PLACES = 200;

export const startInAddress = () => {
  const asked = new URLSearchParams(location.search).get("t") ?? location.hash.match(/[#&]t=([^&]+)/)?.[1];
  if (!asked) return null;
  if (/^\d+(\.\d+)?s?$/.test(asked)) return Number.parseFloat(asked);
  const parts = asked.match(/^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/);
  return parts ? (+parts[1] || 0) * 3600 + (+parts[2] || 0) * 60 + (+parts[3] || 0) : null;
};

// Whoever pressed play around an embedded player need not press again. A browser refuses it to pages nobody touched.
export const playsAtOnce = () => new URLSearchParams(location.search).get("autoplay") === "1";

// The place worth coming back to, in seconds; 0 near both ends.
export function placeIn(key) {
  return read(PLACES)[key]?.[0] ?? 0;
}

export function keepPlace(key, seconds, duration) {
  const places = read(PLACES);
  delete places[key];
  if (seconds > 10 && seconds < duration - Math.max(10, duration * 0.05)) places[key] = [Math.floor(seconds)];
  write(PLACES, Object.fromEntries(Object.entries(places).slice(-KEPT_PLACES)));
}

export const tastes = () => read(TASTES);

export function keepTaste(name, value) {
  write(TASTES, { ...read(TASTES), [name]: value });
}

function read(place) {
  try { return JSON.parse(localStorage.getItem(place)) ?? {}; } catch { return {}; }
}

function write(place, value) {
  try { localStorage.setItem(place, JSON.stringify(value)); } catch { /* full or refused: nothing is remembered */ }
}
