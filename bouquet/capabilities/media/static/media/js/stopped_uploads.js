const TUS = { "Tus-Resumable": "1.0.0" };

// Uploads of this member, in this browser, that stopped before their end: {name, sent, size, forget()}.
export async function stoppedUploads(member) {
  if (!anyRemembered()) return [];
  const { defaultOptions: { urlStorage: storage } } = await import("tus-js-client");
  const found = [];
  for (const stored of await storage.findAllUploads()) {
    if (stored.metadata?.member !== member || !stored.uploadUrl) continue;
    const answer = await fetch(stored.uploadUrl, { method: "HEAD", headers: TUS }).catch(() => null);
    if (!answer) continue;
    if (!answer.ok || answer.headers.get("Asset-Id")) {
      await storage.removeUpload(stored.urlStorageKey);
      continue;
    }
    found.push({
      name: stored.metadata.filename,
      sent: Number(answer.headers.get("Upload-Offset")),
      size: stored.size,
      forget: async () => {
        await storage.removeUpload(stored.urlStorageKey);
        await fetch(stored.uploadUrl, { method: "DELETE", headers: TUS }).catch(() => null);
      },
    });
  }
  return found;
}

// Without asking the protocol, which is fetched only when there is something to go on with.
function anyRemembered() {
  try {
    return Object.keys(localStorage).some(key => key.startsWith("tus::"));
  } catch {
    return false;
  }
}
