// What a stream tells about itself, for as long as somebody listens: Server-Sent Events that come back by themselves.

import { streamUrl } from "./api.js";
import { Backoff } from "./backoff.js";

// The service speaks about each second; this much silence means that it is gone, whatever the network says.
const silenceMilliseconds = 6_000;

/** Listens to one stream. Calls back with onStatus and onDetections, and with onLost when the connection broke; it comes back by itself. */
export class StreamEvents {
  #backoff = new Backoff();
  #source = null;
  #silence = 0;
  #retry = 0;
  #heardAt = -Infinity;

  constructor(stream, { onStatus, onDetections, onLost }) {
    Object.assign(this, { stream, onStatus, onDetections, onLost });
    this.#open();
  }

  /** Whether the stream told how it is not long ago. */
  get isFresh() {
    return performance.now() - this.#heardAt < silenceMilliseconds;
  }

  /** Tries at once, without waiting for the next try. */
  retryNow() {
    if (!this.#source) {
      this.#open();
    }
  }

  close() {
    clearTimeout(this.#retry);
    this.#drop();
  }

  #open() {
    clearTimeout(this.#retry);
    const source = new EventSource(streamUrl(this.stream, "/events"));
    this.#source = source;
    this.#listen(source, "status", (value) => {
      this.#backoff.reset();
      this.#heardAt = performance.now();
      this.onStatus(value);
    });
    this.#listen(source, "detections", (value) => this.onDetections(value));
    // The stream goes, or begins anew, or the service ends.
    this.#listen(source, "end", () => this.#lost());
    source.onerror = () => this.#lost();
    this.#heard();
  }

  #listen(source, name, take) {
    source.addEventListener(name, (event) => {
      if (source === this.#source) {
        this.#heard();
        take(JSON.parse(event.data));
      }
    });
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), silenceMilliseconds);
  }

  #lost() {
    this.#drop();
    this.#retry = setTimeout(() => this.#open(), this.#backoff.next());
    this.onLost();
  }

  #drop() {
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
  }
}
