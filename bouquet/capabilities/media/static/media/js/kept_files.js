// Files that exist nowhere else (from the share sheet, from the camera) wait in the browser's cache until they arrived:
// a tab that is closed meanwhile loses nothing. The service worker puts shared ones there, each in a place of its own.
const CACHE = "shared-1";

export async function keep(file) {
  if (!("caches" in window)) return null;
  const cache = await caches.open(CACHE);
  const place = `/shared/${crypto.randomUUID()}`;
  await cache.put(place, new Response(file, {
    headers: { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name), "X-Title": "" },
  }));
  return place;
}

export async function keptFiles() {
  if (!("caches" in window)) return [];
  const cache = await caches.open(CACHE);
  const found = [];
  for (const place of await cache.keys()) {
    const kept = await cache.match(place);
    const blob = await kept.blob();
    const name = decodeURIComponent(kept.headers.get("X-Name") || "video");
    const title = decodeURIComponent(kept.headers.get("X-Title") || "");
    // A constant date, so that the same file is recognised when the page is opened again.
    found.push({ place, title, file: new File([blob], name, { type: blob.type, lastModified: 0 }) });
  }
  return found;
}

export async function forget(place) {
  if (place && "caches" in window) await (await caches.open(CACHE)).delete(place);
}
