// Chooses the way of playback, falls through to the next one where one fails, and says how it goes.

import { MjpegPlayer } from "./mjpeg.js";
import { MsePlayer } from "./mse.js";
import { WebCodecsPlayer } from "./webcodecs.js";

/** The ways, the one with the least delay first. */
export const ways = [
  { id: "webcodecs", name: "WebCodecs", Player: WebCodecsPlayer, missing: "needs HTTPS or localhost, and a browser that has it" },
  { id: "mse", name: "Media Source", Player: MsePlayer, missing: "this browser does not have it" },
  { id: "mjpeg", name: "MJPEG", Player: MjpegPlayer, missing: "" },
];

// A picture that has not changed for this long is not live.
const staleMilliseconds = 2_500;
// A tab that was hidden for this long needs no video.
const hiddenMilliseconds = 10_000;
const rateMilliseconds = 2_000;

/** Plays one stream into an element. Calls back with onChange(report) whenever the report changed. */
export class Playback {
  #place;
  #onChange;
  #player = null;
  #wish = null;
  #failed = new Map();
  #shownAt = 0;
  #shownTimes = [];
  #hidden = 0;
  #report = { state: "idle", way: null, note: "" };

  constructor(place, onChange) {
    this.#place = place;
    this.#onChange = onChange;
    setInterval(() => this.#watch(), 500);
    document.addEventListener("visibilitychange", () => this.#visibility());
  }

  /** How it goes: state (idle, waiting, playing, stalled, failed), way, note, width, height, number, lag, rate, skipped, missed. */
  get report() {
    return this.#report;
  }

  /** Plays a stream's rendition in the way that is wished for: "auto" or one of `ways`. */
  play(stream, rendition, way) {
    this.#failed.clear();
    this.#wish = { stream, rendition, way };
    this.#start();
  }

  stop() {
    this.#wish = null;
    this.#end();
    this.#change({ state: "idle" });
  }

  /** The service was away and is back: what does not notice by itself opens anew. */
  reconnect() {
    this.#player?.reconnect?.();
  }

  #start() {
    this.#end();
    const { stream, rendition, way: wished } = this.#wish;
    const candidates = wished === "auto" ? ways : ways.filter(({ id }) => id === wished);
    for (const way of candidates) {
      if (!this.#failed.has(way.id) && !way.Player.isSupported()) {
        this.#failed.set(way.id, way.missing);
      }
    }

    const note = candidates.filter(({ id }) => this.#failed.has(id)).map(({ id, name }) => `${name}: ${this.#failed.get(id)}`).join("; ");
    const way = candidates.find(({ id }) => !this.#failed.has(id));
    if (!way) {
      this.#place.replaceChildren();
      this.#change({ state: "failed", way: candidates[0], note });
      return;
    }

    this.#shownTimes = [];
    this.#shownAt = 0;
    this.#report = { state: "waiting", way, note };
    const player = new way.Player(this.#place, { stream, rendition }, {
      onSize: (width, height) => player === this.#player && this.#change({ width, height }),
      onShown: (frame) => player === this.#player && this.#shown(frame),
      onFault: (reason) => player === this.#player && this.#fault(way, reason),
    });
    this.#player = player;
    this.#change({});
  }

  #end() {
    this.#player?.close();
    this.#player = null;
  }

  #fault(way, reason) {
    this.#failed.set(way.id, reason);
    this.#start();
  }

  #shown({ number, lag }) {
    const now = performance.now();
    this.#shownAt = now;
    this.#shownTimes.push(now);
    const { skipped, missed } = this.#player;
    this.#change({ state: "playing", number, lag, skipped, missed });
  }

  #watch() {
    const now = performance.now();
    this.#shownTimes = this.#shownTimes.filter((time) => now - time < rateMilliseconds);
    // An img element does not tell of its pictures: nothing can be said of them.
    const tells = this.#report.way?.id !== "mjpeg";
    this.#change({ rate: tells ? this.#shownTimes.length / (rateMilliseconds / 1000) : NaN });
    if (tells && this.#report.state === "playing" && now - this.#shownAt > staleMilliseconds && !document.hidden) {
      this.#change({ state: "stalled" });
    }
  }

  #visibility() {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => this.#end(), hiddenMilliseconds);
    } else if (this.#wish && !this.#player) {
      this.#start();
    }
  }

  #change(news) {
    this.#report = { ...this.#report, ...news };
    this.#onChange(this.#report);
  }
}
