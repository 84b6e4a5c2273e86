// What is written on this device and not (yet) with the house: it outlives the tab and a network that is gone.
const STORE = "drafts";

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("blogs", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function ask(mode, what) {
  // A browser in private mode may keep nothing: typing goes on, and the house still saves.
  try {
    const database = await opened();
    return await new Promise((done, failed) => {
      const asked = what(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => { done(asked.result); database.close(); };
      asked.onerror = () => failed(asked.error);
    });
  } catch { return undefined; }
}

export const keep = (code, draft) => ask("readwrite", store => store.put({ ...draft, at: Date.now() }, code));
export const kept = code => ask("readonly", store => store.get(code));
export const forget = code => ask("readwrite", store => store.delete(code));
