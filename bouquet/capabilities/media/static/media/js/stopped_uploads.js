import { defaultOptions } from "tus-js-client";

const TUS = { "Tus-Resumable": "1.0.0" };

// Uploads of this member, in this browser, that stopped before their end: {name, sent, size, forget()}.
export async function stoppedUploads(member) {
  const storage = defaultOptions.urlStorage;
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
