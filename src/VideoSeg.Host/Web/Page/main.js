// Brings the parts together: one stream is chosen, played, listened to and shown.

import { download, getJson, postJson, streamUrl } from "./api.js";
import { byId, setText } from "./dom.js";
import { StreamEvents } from "./events.js";
import { readDetections, readStatus } from "./model.js";
import { Playback, ways } from "./players/playback.js";
import { ServiceWatch } from "./service.js";
import { keepSetting, readSettings } from "./settings.js";
import { isLost, showDown, showUp } from "./views/connection.js";
import { showFacts, showPlayback } from "./views/facts.js";
import { showReport, showStream, toggleFull, watchFull } from "./views/stage.js";
import { showStreams } from "./views/streams.js";
import { watchKeys } from "./views/shortcuts.js";
import { Timeline } from "./views/timeline.js";

const renditions = [...document.querySelectorAll("input[name=rendition]")];
const playbackChoice = byId("playback");

const settings = readSettings();
let chosen = null;
let rendition = settings.rendition === "original" ? "original" : "annotated";
let way = ["auto", ...ways.map(({ id }) => id)].includes(settings.playback) ? settings.playback : "auto";
let status = null;
let statuses = [];
let events = null;

const timeline = new Timeline();
const playback = new Playback(byId("picture"), (report) => {
  showReport(report);
  showPlayback(report);
});

function choose(name) {
  if (name === chosen) {
    return;
  }

  chosen = name;
  keepSetting("stream", name);
  status = null;
  showRecording();
  timeline.clear();
  events?.close();
  events = new StreamEvents(name, {
    onStatus: (json) => take(readStatus(json)),
    onDetections: (json) => timeline.add(readDetections(json)),
    // Where the service is there all the same, the list tells how the stream is.
    onLost: () => service.askNow(),
  });
  showList();
  play();
}

function play() {
  if (chosen) {
    playback.play(chosen, rendition, way);
  }
}

function take(news) {
  up();
  status = news;
  statuses = statuses.map((other) => (other.name === status.name ? status : other));
  timeline.setState(status.source.level === "good" ? status.segmentation.level : "away");
  showFacts(status);
  showStream(status, rendition);
  showList();
  showRecording();
  document.title = `${status.title} – VideoSeg`;
}

function up() {
  if (isLost()) {
    showUp();
    playback.reconnect();
    events?.retryNow();
    showReport(playback.report);
  } else {
    showUp();
  }
}

function down(retryAt) {
  showDown(retryAt);
  timeline.setState("lost");
  showReport(playback.report);
}

const showList = () => showStreams(statuses, chosen, choose);

function takeList(list) {
  up();
  statuses = list.map(readStatus);
  showList();
  const own = statuses.find(({ name }) => name === chosen);
  if (own && !events.isFresh) {
    take(own);
  } else if (!own && statuses.length > 0) {
    choose((statuses.find(({ name }) => name === settings.stream) ?? statuses[0]).name);
  }

  showEmpty(statuses.length === 0);
}

function showEmpty(isEmpty) {
  byId("streams-none").hidden = !isEmpty;
  if (isEmpty && chosen) {
    chosen = null;
    events.close();
    events = null;
    playback.stop();
  }
}

function say(text, isBad = false) {
  const message = byId("message");
  message.classList.toggle("bad", isBad);
  setText(message, text);
}

async function attempt(what, action) {
  try {
    say(await action());
  } catch (e) {
    say(`${what}: ${e.message}`, true);
  }
}

function snapshot() {
  return attempt("No snapshot", async () => `Snapshot saved as ${await download(streamUrl(chosen, "/snapshot", { format: "jpeg", rendition }))}.`);
}

function record() {
  if (!status?.recording) {
    return say("This stream has no recorder.", true);
  }

  const action = status.recording.active ? "stop" : "start";
  return attempt("Recording", async () => {
    await postJson(streamUrl(chosen, "/recording"), { action });
    return action === "start" ? "Recording started." : "Recording stopped.";
  });
}

function showRecording() {
  const button = byId("record");
  const active = Boolean(status?.recording?.active);
  button.hidden = !status?.recording;
  button.setAttribute("aria-pressed", active);
  button.querySelector("use").setAttribute("href", active ? "#icon-stop" : "#icon-record");
  setText(button.lastElementChild, active ? "Stop recording" : "Record");
}

function setRendition(value) {
  rendition = value;
  keepSetting("rendition", value);
  renditions.forEach((input) => (input.checked = input.value === value));
  if (status) {
    showStream(status, rendition);
  }

  play();
}

function setWay(value) {
  way = value;
  keepSetting("playback", value);
  playbackChoice.value = value;
  play();
}

function nextWay() {
  const all = ["auto", ...ways.map(({ id }) => id)];
  setWay(all[(all.indexOf(way) + 1) % all.length]);
  say(`Playback: ${playbackChoice.selectedOptions[0].text}.`);
}

async function showAbout() {
  try {
    const service = await getJson("/api/service");
    setText(byId("about"), `VideoSeg ${service.version}. ${service.notice}.`);
  } catch {
    // Said by the line about the connection.
  }
}

renditions.forEach((input) => {
  input.checked = input.value === rendition;
  input.addEventListener("change", () => setRendition(input.value));
});
playbackChoice.value = way;
playbackChoice.addEventListener("change", () => setWay(playbackChoice.value));
byId("snapshot").addEventListener("click", snapshot);
byId("record").addEventListener("click", record);
byId("full").addEventListener("click", toggleFull);
byId("lost-retry").addEventListener("click", () => {
  events?.retryNow();
  service.askNow();
});
watchFull();
watchKeys({
  a: () => setRendition("annotated"),
  o: () => setRendition("original"),
  s: snapshot,
  r: record,
  f: toggleFull,
  p: nextWay,
  ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i + 1}`, () => statuses[i] && choose(statuses[i].name)])),
});
showAbout();
const service = new ServiceWatch({ onStreams: takeList, onDown: down });
