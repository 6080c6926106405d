// What a stream tells about itself, for as long as somebody listens: Server-Sent Events that come back by themselves.

import { streamUrl } from "./api.js";
import { Backoff } from "./backoff.js";

// The service speaks about each second; this much silence means that it is gone, whatever the network says.
const silenceMilliseconds = 6_000;

/** Listens to one stream. Calls back with status and detections, and with {up}, {down, retryAt} as the connection comes and goes. */
export class StreamEvents {
  #backoff = new Backoff();
  #source = null;
  #silence = 0;
  #retry = 0;

  constructor(stream, { onStatus, onDetections, onUp, onDown }) {
    Object.assign(this, { stream, onStatus, onDetections, onUp, onDown });
    this.#open();
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
      this.onUp();
      this.onStatus(value);
    });
    this.#listen(source, "detections", (value) => this.onDetections(value));
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
    const wait = this.#backoff.next();
    this.#retry = setTimeout(() => this.#open(), wait);
    this.onDown(Date.now() + wait);
  }

  #drop() {
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
  }
}
