// Whether the service answers, and what streams it has: asked again and again, with longer waits while it does not answer.

import { getJson } from "./api.js";
import { Backoff } from "./backoff.js";

const everyMilliseconds = 2_000;
const answerMilliseconds = 5_000;

/** Calls back with onStreams(list), and with onDown(time of the next try) each time there is no answer. */
export class ServiceWatch {
  #backoff = new Backoff();
  #timer = 0;
  #isAsking = false;

  constructor({ onStreams, onDown }) {
    Object.assign(this, { onStreams, onDown });
    this.askNow();
  }

  /** Asks at once instead of after the wait. */
  async askNow() {
    if (this.#isAsking) {
      return;
    }

    clearTimeout(this.#timer);
    this.#isAsking = true;
    let list = null;
    try {
      list = await getJson("/api/streams", AbortSignal.timeout(answerMilliseconds));
    } catch {
      // Told below.
    }

    this.#isAsking = false;
    const wait = list ? everyMilliseconds : this.#backoff.next();
    this.#timer = setTimeout(() => this.askNow(), wait);
    if (list) {
      this.#backoff.reset();
      this.onStreams(list);
    } else {
      this.onDown(Date.now() + wait);
    }
  }
}
