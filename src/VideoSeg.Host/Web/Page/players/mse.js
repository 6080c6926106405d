// H.264 in fragments of MP4, played by the browser's own video element close to the live edge.

import { Feed } from "./feed.js";

// Behind the newest fragment by more than `jump`: go there; by more than `hurry`: play a little faster until within `calm`.
const edge = { jump: 1, hurry: 0.3, calm: 0.15, landing: 0.06 };
// Played video that stays in memory, and how much more there may be before it is cut off.
const kept = { seconds: 8, slack: 8 };
// Fragments that may wait for the buffer before all begins anew.
const waitingFragments = 300;
const mostFaults = 4;

const Source = () => window.ManagedMediaSource ?? window.MediaSource;

export class MsePlayer {
  static isSupported = () => Boolean(Source());

  #feed;
  #callbacks;
  #video = document.createElement("video");
  #media = null;
  #buffer = null;
  #address = "";
  #type = "";
  #origin = 0;
  #waiting = [];
  #sent = [];
  #faults = 0;
  #frameCallback = 0;
  #polling = 0;

  /** callbacks: onShown({number, lag}), onSize(width, height), onFault(reason). */
  constructor(place, source, callbacks) {
    this.#callbacks = callbacks;
    this.skipped = 0;
    Object.assign(this.#video, { muted: true, autoplay: true, playsInline: true, disableRemotePlayback: true });
    this.#video.onerror = () => this.#fail(this.#video.error?.message || "the video element failed");
    place.replaceChildren(this.#video);
    this.#watchFrames();
    this.#feed = new Feed({ ...source, format: "fmp4" }, {
      onSetup: (setup) => this.#setUp(setup),
      onUnit: (unit) => this.#take(unit),
      onDown: () => this.#drop(),
      onVain: () => this.#callbacks.onFault("the service does not let this browser's WebSocket through"),
    });
  }

  get missed() {
    return this.#feed.missed;
  }

  close() {
    this.#feed.close();
    clearInterval(this.#polling);
    if (this.#frameCallback) {
      this.#video.cancelVideoFrameCallback(this.#frameCallback);
    }

    this.#drop();
  }

  #setUp({ codec, width, height, origin = 0 }) {
    const type = `video/mp4; codecs="${codec}"`;
    if (!Source().isTypeSupported(type)) {
      this.#callbacks.onFault(`this browser does not play ${codec}`);
      return;
    }

    this.#callbacks.onSize(width, height);
    this.#type = type;
    this.#origin = origin / 1e6;
    this.#drop();
    const media = new (Source())();
    this.#media = media;
    this.#address = URL.createObjectURL(media);
    media.addEventListener("sourceopen", () => media === this.#media && this.#opened(), { once: true });
    this.#video.src = this.#address;
  }

  #opened() {
    URL.revokeObjectURL(this.#address);
    try {
      this.#buffer = this.#media.addSourceBuffer(this.#type);
      // The fragments' own time began at the stream's time `origin`.
      this.#buffer.timestampOffset = this.#origin;
    } catch (e) {
      this.#fail(e.message);
      return;
    }

    this.#media.duration = Infinity;
    this.#buffer.onupdateend = () => {
      this.#keepUp();
      this.#append();
    };
    this.#append();
  }

  #take(unit) {
    if (!this.#media) {
      return;
    }

    if (this.#waiting.length > waitingFragments) {
      this.#fail("the browser does not keep up");
      return;
    }

    this.#waiting.push(unit.data);
    if (!unit.init) {
      this.#sent.push({ time: unit.time / 1e6, number: unit.number });
    }

    this.#append();
  }

  #append() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#waiting.length === 0) {
      return;
    }

    try {
      const next = joined(this.#waiting);
      this.#waiting = [];
      buffer.appendBuffer(next);
    } catch (e) {
      this.#fail(e.message);
    }
  }

  // Keeps close to the newest fragment, jumps over what did not arrive, and cuts off what was played.
  #keepUp() {
    const { buffered } = this.#buffer;
    const video = this.#video;
    if (buffered.length === 0) {
      return;
    }

    const last = buffered.length - 1;
    const end = buffered.end(last);
    const lag = end - video.currentTime;
    if (lag > edge.jump || lag < 0 || video.currentTime < buffered.start(last)) {
      video.currentTime = Math.max(buffered.start(last), end - edge.landing);
      video.playbackRate = 1;
    } else if (lag > edge.hurry) {
      video.playbackRate = 1.1;
    } else if (lag < edge.calm) {
      video.playbackRate = 1;
    }

    if (video.paused && !document.hidden) {
      video.play().catch(() => {});
    }

    const old = video.currentTime - kept.seconds;
    if (buffered.start(0) < old - kept.slack && !this.#buffer.updating) {
      this.#buffer.remove(0, old);
    }
  }

  #watchFrames() {
    if (!this.#video.requestVideoFrameCallback) {
      // Without it frames cannot be told apart; that time goes on can.
      let last = 0;
      this.#polling = setInterval(() => {
        if (this.#video.currentTime !== last) {
          last = this.#video.currentTime;
          this.#shown(last);
        }
      }, 100);
      return;
    }

    const next = () => {
      this.#frameCallback = this.#video.requestVideoFrameCallback((now, { mediaTime }) => {
        this.#shown(mediaTime);
        next();
      });
    };
    next();
  }

  #shown(mediaTime) {
    this.#faults = 0;
    // Half a tick of any clock in use: the times come from different roundings.
    while (this.#sent.length > 1 && this.#sent[1].time <= mediaTime + 0.0005) {
      this.#sent.shift();
    }

    const quality = this.#video.getVideoPlaybackQuality?.();
    this.skipped = quality ? quality.droppedVideoFrames : this.skipped;
    const newest = this.#sent.at(-1);
    this.#callbacks.onShown({ number: this.#sent[0]?.number, lag: newest ? Math.max(0, newest.time - mediaTime) : NaN });
  }

  #fail(reason) {
    if (!this.#media) {
      return;
    }

    this.#faults++;
    this.#drop();
    if (this.#faults >= mostFaults) {
      this.#callbacks.onFault(reason);
    } else {
      this.#feed.restart();
    }
  }

  #drop() {
    this.#media = null;
    this.#buffer = null;
    this.#waiting = [];
    this.#sent = [];
    if (this.#video.hasAttribute("src")) {
      this.#video.removeAttribute("src");
      this.#video.load();
    }
  }
}

function joined(parts) {
  if (parts.length === 1) {
    return parts[0];
  }

  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }

  return all;
}
