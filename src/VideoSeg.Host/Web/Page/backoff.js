// How long to wait before the next try: longer from try to try, and never in step with other viewers.

/** Waits of 0.5 s, doubling up to 10 s, each up to a quarter shorter by chance. */
export class Backoff {
  #tries = 0;

  /** Milliseconds until the next try. */
  next() {
    const wait = Math.min(500 * 2 ** this.#tries, 10_000);
    this.#tries++;
    return wait * (1 - Math.random() / 4);
  }

  /** It worked: the next failure begins anew. */
  reset() {
    this.#tries = 0;
  }
}
