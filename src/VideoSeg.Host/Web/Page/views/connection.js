// Whether the service is there.

import { byId, setState, setText } from "../dom.js";
import { span, timeOfDay } from "../format.js";

let lostAt = null;
let retryAt = 0;

setInterval(showNext, 500);

/** Whether it was lost. */
export const isLost = () => lostAt !== null;

/** It answers. */
export function showUp() {
  lostAt = null;
  byId("lost").hidden = true;
  setState(byId("connection"), { level: "good", word: "Connected to the service" });
}

/** It does not; the next try comes at `next`, milliseconds since 1970. */
export function showDown(next) {
  retryAt = next;
  if (lostAt === null) {
    lostAt = Date.now();
    setText(byId("lost-text"), `What is shown has not changed since ${timeOfDay(lostAt)} and is not live.`);
    byId("lost").hidden = false;
    setState(byId("connection"), { level: "bad", word: "Connection lost" });
  }

  showNext();
}

function showNext() {
  if (lostAt !== null) {
    const left = Math.ceil((retryAt - Date.now()) / 1000);
    setText(byId("lost-next"), left > 0 ? `Trying again in ${span(left)}.` : "Trying again.");
  }
}
