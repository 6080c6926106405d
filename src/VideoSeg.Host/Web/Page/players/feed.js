// Encoded video over a WebSocket that comes back by itself.

import { getJson, streamUrl } from "../api.js";
import { Backoff } from "../backoff.js";

const headerBytes = 16;
// Tries that ended without a message, after which another way is tried: a proxy may not let WebSockets through.
const vainTries = 3;

/**
 * Calls back with onSetup({codec, description, width, height, format}), onUnit({key, init, number, time, data}), onDown() when the
 * connection broke (the next onSetup begins anew), and onVain() where it never came about although the service answers.
 */
export class Feed {
  #backoff = new Backoff();
  #socket = null;
  #retry = 0;
  #askedAt = -Infinity;
  #lastNumber = null;
  #vain = 0;

  constructor({ stream, rendition, format }, { onSetup, onUnit, onDown, onVain }) {
    const url = new URL(streamUrl(stream, "/video", { format, rendition }), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    Object.assign(this, { url, stream, onSetup, onUnit, onDown, onVain });
    /** Frames that this viewer did not get. */
    this.missed = 0;
    this.#open();
  }

  /** Asks for a key frame, which the service sends when it sees fit; not more often than each second. */
  askKey() {
    const now = performance.now();
    if (now - this.#askedAt > 1_000 && this.#socket?.readyState === WebSocket.OPEN) {
      this.#askedAt = now;
      this.#socket.send('{"ask":"key"}');
    }
  }

  /** Begins anew, after a wait where that happens again and again. */
  restart() {
    this.#drop();
    this.#retryLater();
  }

  close() {
    clearTimeout(this.#retry);
    this.#drop();
  }

  #open() {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#lastNumber = null;
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) {
        this.#take(data);
      }
    };
    socket.onclose = () => {
      if (socket === this.#socket) {
        this.#drop();
        this.#retryLater();
        this.onDown();
        this.#judge();
      }
    };
  }

  #retryLater() {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#backoff.next());
  }

  // Only where the stream is there: a service that is away is waited for.
  async #judge() {
    this.#vain++;
    if (this.#vain >= vainTries) {
      const status = await getJson(streamUrl(this.stream)).catch(() => null);
      if (status?.enabled && this.#vain >= vainTries) {
        this.onVain();
      }
    }
  }

  #take(data) {
    this.#vain = 0;
    if (typeof data === "string") {
      this.onSetup(JSON.parse(data));
      return;
    }

    this.#backoff.reset();
    const view = new DataView(data);
    const flags = view.getUint8(0);
    const number = view.getUint32(4, true);
    const init = (flags & 2) !== 0;
    if (!init) {
      this.#countMissed(number);
    }

    this.onUnit({
      key: (flags & 1) !== 0, init, number, time: Number(view.getBigInt64(8, true)), data: new Uint8Array(data, headerBytes),
    });
  }

  #countMissed(number) {
    if (this.#lastNumber !== null) {
      // Numbers are the low 32 bits of the stream's own.
      this.missed += Math.max(0, ((number - this.#lastNumber) >>> 0) - 1);
    }

    this.#lastNumber = number;
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
