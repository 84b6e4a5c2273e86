// Kept small on purpose: the offline page, a video handed over by the phone's share sheet, and what the inbox pushes.
// Pages are never kept.
const KEPT = "kept-1", SHARED = "shared-1";
const FILES = {{ kept|safe }};

self.addEventListener("install", event => {
  event.waitUntil(caches.open(KEPT).then(cache => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (![KEPT, SHARED].includes(name)) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", event => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && /^\/(en\/)?publish\/share$/.test(address.pathname)) {
    event.respondWith(receive(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(event));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(caches.match(request).then(kept => kept || fetch(request)));
  }
});

async function page(event) {
  try {
    return await event.preloadResponse || await fetch(event.request);
  } catch {
    const english = new URL(event.request.url).pathname.startsWith("/en/");
    return await caches.match(english ? "/en/offline" : "/offline") || Response.error();
  }
}

// Web Share Target: files wait here until the publish page takes them; nothing leaves the phone before that.
async function receive(request) {
  const english = new URL(request.url).pathname.startsWith("/en/");
  const form = await request.formData();
  const files = form.getAll("file").filter(file => file instanceof File);
  // One title cannot name several videos; their files' names do.
  const title = files.length === 1 ? form.get("title") || form.get("text") || "" : "";
  const cache = await caches.open(SHARED);
  for (const file of files) {
    await cache.put(`/shared/${crypto.randomUUID()}`, new Response(file, {
      headers: {
        "Content-Type": file.type || "application/octet-stream",
        "X-Name": encodeURIComponent(file.name),
        "X-Title": encodeURIComponent(title),
      },
    }));
  }
  return Response.redirect(`${english ? "/en" : ""}/publish?shared=1`, 303);
}

// What the inbox pushes: {title, body, address, tag, unread}. Browsers insist that every push shows something.
self.addEventListener("push", event => {
  let told = {};
  try { told = event.data?.json() ?? {}; } catch { /* not ours: shown without words */ }
  const { title = self.location.hostname, body = "", address = "/inbox", tag, unread } = told;
  event.waitUntil(Promise.all([
    self.registration.showNotification(title, { body, tag, data: { address }, icon: "{{ icon }}" }),
    unread ? self.navigator.setAppBadge?.(unread).catch(() => {}) : null,
  ]));
});

// A push service may replace a subscription at any time; the house must know, or the member hears nothing any more.
self.addEventListener("pushsubscriptionchange", event => event.waitUntil(renew(event)));

async function renew({ newSubscription }) {
  const { pushManager } = self.registration;
  const { key, token } = await (await fetch("/inbox/browser")).json();
  let now = newSubscription ?? await pushManager.getSubscription();
  if (!now) now = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = now.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys });
  const answer = await fetch("/inbox/browser", { method: "POST", body, headers: { "X-CSRFToken": token } });
  // Nobody is signed in here any more, or they want no pushes on this browser.
  if (answer.status === 403) await now.unsubscribe();
}

self.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.address));
});

async function open(address) {
  const wanted = new URL(address, self.location.origin).href;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find(({ url }) => url === wanted);
  return there ? there.focus() : self.clients.openWindow(wanted);
}
