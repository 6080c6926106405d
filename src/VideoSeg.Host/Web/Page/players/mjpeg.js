// JPEG after JPEG in a plain img element: for browsers that can do nothing else.

import { streamUrl } from "../api.js";
import { Backoff } from "../backoff.js";

export class MjpegPlayer {
  static isSupported = () => true;

  #backoff = new Backoff();
  #image = document.createElement("img");
  #retry = 0;
  #size = "";
  #watch = 0;
  #opened = 0;

  /** callbacks: onShown({number, lag}), onSize(width, height), onFault(reason). */
  constructor(place, source, callbacks) {
    this.skipped = 0;
    this.missed = NaN;
    Object.assign(this, { source, callbacks });
    this.#image.alt = "";
    this.#image.onerror = () => this.#again();
    place.replaceChildren(this.#image);
    // Not every browser tells of each picture, so its size is asked for.
    this.#watch = setInterval(() => this.#look(), 250);
    this.#open();
  }

  /** The connection was lost and is there again; an img element does not always notice. */
  reconnect() {
    this.#open();
  }

  close() {
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#image.onerror = null;
    this.#image.removeAttribute("src");
  }

  #open() {
    clearTimeout(this.#retry);
    this.#size = "";
    const { stream, rendition } = this.source;
    this.#image.src = streamUrl(stream, "/mjpeg", { rendition, opened: ++this.#opened });
  }

  #again() {
    this.#retry = setTimeout(() => this.#open(), this.#backoff.next());
  }

  #look() {
    const { naturalWidth, naturalHeight } = this.#image;
    const size = `${naturalWidth}x${naturalHeight}`;
    if (naturalWidth > 0 && size !== this.#size) {
      this.#size = size;
      this.#backoff.reset();
      this.callbacks.onSize(naturalWidth, naturalHeight);
      this.callbacks.onShown({ number: undefined, lag: NaN });
    }
  }
}
