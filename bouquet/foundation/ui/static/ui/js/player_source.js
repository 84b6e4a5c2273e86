// Where the pictures come from: hls.js where the browser can be fed, its own HLS elsewhere, the MP4 as last resort.

const HLS = "application/vnd.apple.mpegurl", REFRESH_AT_MOST_EVERY_MS = 20_000, MENDS = 3;
const EXPIRED = new Set([401, 403, 410]);

export const canBeFed = () => "ManagedMediaSource" in window || "MediaSource" in window;

export class Source {
  // addresses: {master, mp4, refresh}; told: {changed(), fault(kind), refreshed(addresses)}.
  constructor(video, addresses, told) {
    Object.assign(this, { video, addresses, told, mends: 0, refreshedAt: 0, hls: null });
    this.videoFailed = () => this.nativeFault();
    video.addEventListener("error", this.videoFailed);
  }

  async open(at) {
    this.close();
    this.video.querySelectorAll("source").forEach(source => source.remove());
    if (this.addresses.master && canBeFed() && await this.openFed(at)) return;
    if (this.addresses.master && this.video.canPlayType(HLS)) this.openPlain(this.addresses.master, at);
    else if (this.addresses.mp4) this.openPlain(this.addresses.mp4, at);
    else this.told.fault("unsupported");
  }

  async openFed(at) {
    const { default: Hls } = await import("hls.js");
    if (!Hls.isSupported()) return false;
    this.Hls = Hls;
    const hls = this.hls = new Hls({
      startPosition: at || -1,
      workerPath: import.meta.resolve("hls.js/worker"),
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      // The page's own <track> elements are the subtitles; hls.js would add each of them a second time.
      subtitleTrackController: undefined, subtitleStreamController: undefined, timelineController: undefined,
    });
    for (const name of ["MANIFEST_PARSED", "LEVEL_SWITCHED", "AUDIO_TRACKS_UPDATED", "AUDIO_TRACK_SWITCHED"]) {
      hls.on(Hls.Events[name], () => this.told.changed());
    }
    hls.on(Hls.Events.ERROR, (_, data) => this.fedFault(data));
    hls.on(Hls.Events.FRAG_BUFFERED, () => { this.mends = 0; });
    hls.loadSource(this.addresses.master);
    hls.attachMedia(this.video);
    return true;
  }

  openPlain(address, at) {
    this.video.src = address;
    if (at) this.video.addEventListener("loadedmetadata", () => { this.video.currentTime = at; }, { once: true });
  }

  close() {
    this.hls?.destroy();
    this.hls = null;
  }

  destroy() {
    this.close();
    this.video.removeEventListener("error", this.videoFailed);
  }

  // → [{id, height, label}], highest first; empty when the browser itself chooses.
  get qualities() {
    return (this.hls?.levels ?? []).map((level, id) => {
      const height = Math.min(level.height, level.width || level.height);
      const fps = Math.round(level.frameRate) > 30 ? Math.round(level.frameRate) : "";
      return { id, height, label: `${height}p${fps}` };
    }).sort((one, other) => other.height - one.height);
  }

  get quality() {
    return { chosen: this.hls?.autoLevelEnabled ? -1 : this.hls?.currentLevel ?? -1, playing: this.hls?.currentLevel ?? -1 };
  }

  chooseQuality(id) {
    // A choice by hand is not capped to the size of the player.
    this.hls.autoLevelCapping = -1;
    this.hls.capLevelToPlayerSize = id === -1;
    this.hls.nextLevel = id;
  }

  get sounds() {
    return (this.hls?.audioTracks ?? []).map(({ name, lang }, id) => ({ id, name, lang }));
  }

  get sound() {
    return this.hls?.audioTrack ?? -1;
  }

  chooseSound(id) {
    this.hls.audioTrack = id;
  }

  async fedFault({ fatal, type, details, response }) {
    const { ErrorTypes } = this.Hls;
    if (EXPIRED.has(response?.code) && await this.refresh()) return;
    if (!fatal) return;
    this.mends += 1;
    if (type === ErrorTypes.MEDIA_ERROR && this.mends < MENDS) this.hls.recoverMediaError();
    else if (details?.includes("IncompatibleCodecs") || type === ErrorTypes.KEY_SYSTEM_ERROR) this.fallBack("unsupported");
    else if (type === ErrorTypes.NETWORK_ERROR && response?.code === 404) this.fallBack("network");
    else if (type === ErrorTypes.NETWORK_ERROR) this.told.fault(networkFault(response?.code));
    else this.fallBack("decode");
  }

  async nativeFault() {
    if (this.hls || !this.video.error) return;
    const { code } = this.video.error;
    if (code === MediaError.MEDIA_ERR_ABORTED) return;
    if (await this.refresh()) return;
    if (code === MediaError.MEDIA_ERR_NETWORK) this.told.fault(networkFault());
    else this.fallBack(code === MediaError.MEDIA_ERR_DECODE ? "decode" : "unsupported");
  }

  fallBack(kind) {
    const { mp4 } = this.addresses;
    if (!mp4 || this.video.currentSrc === new URL(mp4, location.href).href) return this.told.fault(kind);
    const { currentTime, paused } = this.video;
    this.close();
    this.openPlain(mp4, currentTime);
    if (!paused) this.video.play().catch(() => {});
  }

  // Private videos live behind addresses that expire: new ones are asked for, and playing goes on at the same place.
  async refresh() {
    if (!this.addresses.refresh || Date.now() - this.refreshedAt < REFRESH_AT_MOST_EVERY_MS) return false;
    this.refreshedAt = Date.now();
    try {
      const answer = await fetch(this.addresses.refresh, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) return false;
      Object.assign(this.addresses, await answer.json());
    } catch {
      return false;
    }
    this.told.refreshed(this.addresses);
    const { currentTime, paused } = this.video;
    await this.open(currentTime);
    if (!paused) this.video.play().catch(() => {});
    return true;
  }
}

const networkFault = code => (navigator.onLine === false ? "offline" : EXPIRED.has(code) ? "expired" : "network");
