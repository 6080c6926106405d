// What the service says, in the words of this page. The only place that knows the names of the service's fields.

const sourceStates = {
  connecting: { level: "wait", word: "Connecting" },
  live: { level: "good", word: "Live" },
  silent: { level: "warn", word: "Silent" },
  away: { level: "bad", word: "Away" },
  stopped: { level: "off", word: "Stopped" },
};

const segmentationStates = {
  active: { level: "good", word: "Active" },
  degraded: { level: "warn", word: "Degraded" },
  unavailable: { level: "bad", word: "Unavailable" },
};

const outletStates = {
  starting: { level: "wait", word: "Starting" },
  running: { level: "good", word: "Running" },
  waiting: { level: "warn", word: "Waiting" },
  stopped: { level: "off", word: "Stopped" },
  failed: { level: "bad", word: "Failed" },
};

const unknown = { level: "wait", word: "Unknown" };
const state = (states, name) => states[`${name}`.toLowerCase()] ?? unknown;

/** A stream's status. Times are in milliseconds since 1970, delays in seconds. */
export function readStatus(json) {
  const { source = {}, delays = {} } = json;
  return {
    name: json.name,
    title: json.title || json.name,
    source: { ...state(sourceStates, source.state), reason: source.reason ?? "", since: Date.parse(source.since), connections: source.connections },
    video: readVideo(source.video),
    segmentation: { ...state(segmentationStates, json.segmentation), reason: json.segmentationReason ?? "" },
    fps: json.fps,
    delays: [["Added", delays.added], ["Annotation", delays.annotation], ["Mask age", delays.maskAge]]
      .map(([term, figures]) => ({ term, figures: [figures?.p50, figures?.p95, figures?.p99] })),
    frames: { captured: json.captured, delivered: json.delivered, dropped: json.dropped, failed: json.failed },
    drops: Object.entries(json.drops ?? {}).filter(([, number]) => number > 0),
    outlets: (json.outlets ?? []).map((outlet) => ({ ...outlet, ...state(outletStates, outlet.state) })),
    recording: readRecording(json.outlets ?? []),
  };
}

/** What was found in one analysed frame: when (milliseconds since 1970), and the tracks that were seen. */
export function readDetections(json) {
  return {
    at: Date.parse(json.capturedAt),
    tracks: (json.polyps ?? []).map((polyp) => polyp.track),
  };
}

// Only recorders say whether they record; null where there is none.
function readRecording(outlets) {
  const recorders = outlets.filter(({ recording }) => typeof recording === "boolean");
  return recorders.length > 0 ? { active: recorders.some(({ recording }) => recording) } : null;
}

function readVideo(video) {
  return video ? { width: video.width, height: video.height, fps: video.frameRate, codec: video.codec } : null;
}
