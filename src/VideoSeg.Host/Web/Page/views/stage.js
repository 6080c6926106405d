// The picture, what lies over it where it is not live, and the line below it.

import { byId, setState, setText } from "../dom.js";
import { count, milliseconds, timeOfDay } from "../format.js";
import { isLost } from "./connection.js";

const stage = byId("stage");
const full = byId("full");

/** Shows how playback goes. The attributes of the stage are for scripts: data-state, data-way, data-frame. */
export function showReport(report) {
  const { state, way, number, lag, note } = report;
  Object.assign(stage.dataset, { state, way: way?.id ?? "", frame: number ?? "" });
  setText(byId("line-picture"), [
    Number.isFinite(number) ? `frame ${count(number)}` : "",
    Number.isFinite(lag) ? `${milliseconds(lag)} ms behind arrival` : "",
    way?.name ?? "",
  ].filter(Boolean).join(", "));
  showVeil(veil(state, note));
}

/** Shows how the stream is, below the picture. */
export function showStream(status, rendition) {
  setState(byId("line-source"), { level: status.source.level, word: `Source ${status.source.word.toLowerCase()}` });
  setState(byId("line-segmentation"), { level: status.segmentation.level, word: `Segmentation ${status.segmentation.word.toLowerCase()}` });
  byId("picture").setAttribute("aria-label",
    `Live video of ${status.title}, ${rendition}; source ${status.source.word.toLowerCase()}, segmentation ${status.segmentation.word.toLowerCase()}`);
  byId("line-recording").hidden = !status.recording?.active;
  if (status.recording?.active) {
    setState(byId("line-recording"), { level: "record", word: "Recording" });
  }
}

/** Full screen on or off. */
export async function toggleFull() {
  if (document.fullscreenElement) {
    await document.exitFullscreen();
  } else {
    await stage.requestFullscreen({ navigationUI: "hide" });
  }
}

/** Follows full screen, and hides the pointer there when it rests. */
export function watchFull() {
  full.hidden = !document.fullscreenEnabled;
  document.addEventListener("fullscreenchange", () => {
    const on = document.fullscreenElement === stage;
    full.setAttribute("aria-pressed", on);
  });
  let rest = 0;
  stage.addEventListener("pointermove", () => {
    clearTimeout(rest);
    stage.classList.remove("resting");
    rest = setTimeout(() => stage.classList.toggle("resting", document.fullscreenElement === stage), 3_000);
  });
}

function veil(state, note) {
  if (isLost()) {
    return "Connection to the service lost.\nThis picture is not live.";
  }

  return {
    waiting: "Waiting for the picture",
    stalled: "No new picture.\nThis one is not live.",
    failed: `This browser cannot play it in this way.\n${note}`,
  }[state];
}

let stalledAt = null;

function showVeil(text) {
  const stale = text?.includes("not live");
  stalledAt = stale ? stalledAt ?? Date.now() : null;
  setText(byId("veil-text"), stale ? `${text}\nSince ${timeOfDay(stalledAt)}` : text ?? "");
  byId("veil").hidden = !text;
}
