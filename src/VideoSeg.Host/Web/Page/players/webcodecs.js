// H.264 decoded by WebCodecs and drawn at once: the least delay that a browser gives.

import { Feed } from "./feed.js";

// More than this many frames waiting for the decoder: it does not keep up, and begins anew at a key frame.
const waitingFrames = 12;
// Nor does it where a frame that came this long ago is still not shown.
const lateMilliseconds = 1_000;
// A decoder that breaks this often without showing anything in between will not do.
const mostFaults = 4;

export class WebCodecsPlayer {
  static isSupported = () => window.isSecureContext && "VideoDecoder" in window;

  #feed;
  #decoder = null;
  #config = null;
  #needsKey = true;
  #hasShown = false;
  #faults = 0;
  #pending = null;
  #drawing = 0;
  #sent = [];
  #callbacks;
  #canvas = document.createElement("canvas");
  #context = this.#canvas.getContext("2d", { alpha: false });

  /** callbacks: onShown({number, lag}), onSize(width, height), onFault(reason). */
  constructor(place, source, callbacks) {
    this.#callbacks = callbacks;
    this.skipped = 0;
    place.replaceChildren(this.#canvas);
    this.#feed = new Feed({ ...source, format: "annexb" }, {
      onSetup: (setup) => this.#setUp(setup),
      onUnit: (unit) => this.#decode(unit),
      onDown: () => this.#dropDecoder(),
      onVain: () => this.#callbacks.onFault("the service does not let this browser's WebSocket through"),
    });
  }

  get missed() {
    return this.#feed.missed;
  }

  close() {
    cancelAnimationFrame(this.#drawing);
    this.#feed.close();
    this.#dropDecoder();
    this.#pending?.close();
    this.#pending = null;
  }

  async #setUp({ codec, width, height }) {
    this.#dropDecoder();
    const config = { codec, codedWidth: width, codedHeight: height, optimizeForLatency: true };
    this.#config = config;
    try {
      const { supported } = await VideoDecoder.isConfigSupported(config);
      if (!supported) {
        throw new Error(`this browser does not decode ${codec}`);
      }
    } catch (e) {
      this.#callbacks.onFault(e.message);
      return;
    }

    this.#callbacks.onSize(width, height);
  }

  #decode(unit) {
    if (!this.#config || (this.#needsKey && !unit.key)) {
      this.#skip();
      return;
    }

    if (this.#decoder && this.#isLate()) {
      this.#dropDecoder();
      this.#skip();
      return;
    }

    try {
      this.#decoder ??= this.#newDecoder();
      this.#needsKey = false;
      this.#sent.push({ time: unit.time, number: unit.number, arrived: performance.now() });
      this.#decoder.decode(new EncodedVideoChunk({ type: unit.key ? "key" : "delta", timestamp: unit.time, data: unit.data }));
    } catch (e) {
      this.#fail(e);
    }
  }

  // A decoder that has shown nothing yet is given the time that it takes.
  #isLate() {
    const oldest = this.#sent[0];
    return this.#decoder.decodeQueueSize > waitingFrames
      || (this.#hasShown && oldest !== undefined && performance.now() - oldest.arrived > lateMilliseconds);
  }

  #skip() {
    this.skipped++;
    this.#feed.askKey();
  }

  #newDecoder() {
    const decoder = new VideoDecoder({
      output: (frame) => (decoder === this.#decoder ? this.#show(frame) : frame.close()),
      error: (e) => decoder === this.#decoder && this.#fail(e),
    });
    decoder.configure(this.#config);
    return decoder;
  }

  #show(frame) {
    this.#faults = 0;
    if (this.#pending) {
      this.#pending.close();
      this.skipped++;
    }

    this.#pending = frame;
    this.#drawing ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#drawing = 0;
    const frame = this.#pending;
    this.#pending = null;
    if (this.#canvas.width !== frame.displayWidth || this.#canvas.height !== frame.displayHeight) {
      this.#canvas.width = frame.displayWidth;
      this.#canvas.height = frame.displayHeight;
      this.#callbacks.onSize(frame.displayWidth, frame.displayHeight);
    }

    this.#context.drawImage(frame, 0, 0);
    const time = frame.timestamp;
    frame.close();
    while (this.#sent.length > 0 && this.#sent[0].time < time) {
      this.#sent.shift();
    }

    const sent = this.#sent.shift();
    this.#hasShown = true;
    this.#callbacks.onShown({ number: sent?.number, lag: sent ? (performance.now() - sent.arrived) / 1000 : NaN });
  }

  #fail(e) {
    this.#dropDecoder();
    this.#feed.askKey();
    this.#faults++;
    if (this.#faults >= mostFaults) {
      this.#callbacks.onFault(e.message);
    }
  }

  #dropDecoder() {
    const decoder = this.#decoder;
    this.#decoder = null;
    this.#needsKey = true;
    this.#hasShown = false;
    this.#sent = [];
    if (decoder && decoder.state !== "closed") {
      decoder.close();
    }
  }
}
