// What is known of the chosen stream.

import { byId, make, setRows, setText } from "../dom.js";
import { count, milliseconds, plural, rate, timeOfDay } from "../format.js";

/** Shows a stream's status. */
export function showFacts(status) {
  setText(byId("facts-title"), status.title);
  setRows(byId("facts-state"), [
    ["Source", status.source, lines(status.source.reason, since(status.source))],
    ["Segmentation", status.segmentation, status.segmentation.reason],
    ["Video", video(status), ""],
  ]);
  showDelays(status.delays);
  const { captured, delivered, dropped, failed } = status.frames;
  setRows(byId("facts-frames"), [
    ["Captured", count(captured)],
    ["Delivered", count(delivered)],
    ["Dropped", count(dropped), status.drops.map(([reason, number]) => `${reason} ${count(number)}`).join(", ")],
    ["Failed", count(failed)],
  ]);
  const outlets = status.outlets.map((outlet) => [
    outlet.name, outlet, lines(outlet.reason, `${outlet.kind}, ${count(outlet.delivered)} delivered, ${count(outlet.dropped)} dropped`),
  ]);
  setRows(byId("facts-outputs"), outlets.length > 0 ? outlets : [["None", "", ""]]);
}

/** Shows how the browser plays it. */
export function showPlayback({ way, state, note, width, height, lag, rate: shown, skipped, missed }) {
  setRows(byId("facts-playback"), [
    ["Way", way ? way.name : "None", note],
    ["State", word(state)],
    ["Picture", width ? `${width} × ${height}` : "–"],
    ["Shown", Number.isFinite(shown) ? `${rate(shown)} fps` : "–"],
    ["Behind arrival", Number.isFinite(lag) ? `${milliseconds(lag)} ms` : "–"],
    ["Not shown", `${count(skipped ?? NaN)} late, ${count(missed ?? NaN)} not arrived`],
  ]);
}

function word(state) {
  return { idle: "Stopped", waiting: "Waiting for the picture", playing: "Playing", stalled: "No new picture", failed: "Failed" }[state];
}

function showDelays(delays) {
  const body = byId("facts-delays");
  delays.forEach(({ term, figures }, i) => {
    const row = body.children[i] ?? body.appendChild(make("tr", {}, make("th", { scope: "row" }), make("td"), make("td"), make("td")));
    [term, ...figures.map(milliseconds)].forEach((text, column) => setText(row.children[column], text));
  });
}

function video({ video: found, fps }) {
  return found ? `${found.width} × ${found.height}, ${rate(fps)} of ${rate(found.fps)} fps, ${found.codec}` : "–";
}

const since = ({ since: at, connections }) =>
  Number.isFinite(at) ? `since ${timeOfDay(at)}${connections > 1 ? `, opened ${plural(connections, "time")}` : ""}` : "";

const lines = (...texts) => texts.filter(Boolean).join("; ");
