// Every page starts here. A controller's file is fetched only when a page says data-controller="its-name".
import { Application } from "@hotwired/stimulus";

const application = Application.start();
const known = new Set(
  Object.keys(JSON.parse(document.querySelector('script[type="importmap"]').textContent).imports)
    .filter(name => name.startsWith("controllers/")).map(name => name.slice("controllers/".length)),
);
const asked = new Set(), here = new Set();
const early = [];
let turn = Promise.resolve();

async function load(identifier) {
  if (asked.has(identifier) || !known.has(identifier)) return;
  asked.add(identifier);
  const controller = await fetched(identifier);
  // One at a time, with room for the visitor's own doings between: a slow phone must answer to a touch meanwhile.
  await (turn = turn.then(() => new Promise(next => setTimeout(next))));
  application.register(identifier, controller);
  here.add(identifier);
  // Clicks that came before their controller did are not lost on a slow line.
  setTimeout(() => {
    for (const [wanted, element] of early.splice(0)) wanted === identifier ? element.click() : early.push([wanted, element]);
  });
}

async function fetched(identifier) {
  for (;;) {
    try {
      return (await import(`controllers/${identifier}`)).default;
    } catch (error) {
      if (navigator.onLine !== false) throw error;
      await new Promise(again => addEventListener("online", again, { once: true }));
    }
  }
}

document.addEventListener("click", event => {
  const element = event.target.closest?.("[data-action]");
  const wanted = element?.dataset.action.match(/(?:^|\s)(?:click->)?([\w-]+)#/)?.[1];
  if (!known.has(wanted) || here.has(wanted) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  early.push([wanted, element]);
}, true);

function look(root) {
  const found = [...root.querySelectorAll("[data-controller]")];
  if (root instanceof Element && root.matches("[data-controller]")) found.push(root);
  for (const element of found) element.dataset.controller.split(/\s+/).forEach(name => name && load(name));
}

let needsHtmx = false;
function lookForHtmx(root) {
  const wanted = ["get", "post", "put", "delete", "boost"].map(verb => `[hx-${verb}],[data-hx-${verb}]`).join();
  if (needsHtmx || !(root.matches?.(wanted) || root.querySelector(wanted))) return;
  needsHtmx = true;
  import("htmx.org");
}

look(document);
lookForHtmx(document);
new MutationObserver(changes => {
  for (const { addedNodes, target, type } of changes) {
    if (type === "attributes") look(target);
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      look(node);
      lookForHtmx(node);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-controller"] });

if ("serviceWorker" in navigator && window.isSecureContext) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
