// When polyps were marked: a bar for each track over the last minutes, and where nothing can be said, hatching.

import { byId, make, makeSvg, setText } from "../dom.js";
import { plural, span, timeOfDay } from "../format.js";

const keptMilliseconds = 300_000;
// Frames of a track that are no further apart than this belong to the same bar.
const joinMilliseconds = 800;
const height = { lane: 14, bar: 8, axis: 18, lanes: 4 };
const mostRows = 100;

/** Remembers and draws what was found while this page was open. */
export class Timeline {
  #tracks = [];
  #unknown = [];
  #state = null;
  #began = Date.now();
  #offset = 0;
  #chart = chart();
  #listed = "";

  constructor() {
    byId("timeline-span").addEventListener("change", () => this.draw());
    setInterval(() => this.draw(), 500);
  }

  /** Forgets everything: another stream. */
  clear() {
    [this.#tracks, this.#unknown, this.#state, this.#began, this.#listed] = [[], [], null, this.#now(), ""];
    this.draw();
  }

  /** What was found in an analysed frame. */
  add({ at, tracks }) {
    // The service's clock counts, not this machine's.
    this.#offset = Math.max(this.#offset - 50, at - Date.now());
    for (const track of tracks) {
      const bar = this.#tracks.findLast((known) => known.track === track);
      if (bar && at - bar.to <= joinMilliseconds) {
        bar.to = Math.max(bar.to, at);
      } else {
        this.#tracks.push({ track, from: at, to: at });
      }
    }

    const old = this.#now() - keptMilliseconds;
    this.#tracks = this.#tracks.filter((bar) => bar.to > old);
    this.#unknown = this.#unknown.filter((part) => part.to > old);
  }

  /** Whether the marks can be relied on now: "good", or why not. */
  setState(state) {
    const now = this.#now();
    if (this.#state && this.#state !== "good") {
      this.#unknown.at(-1).to = now;
    }

    if (state !== "good" && state !== this.#state) {
      this.#unknown.push({ from: now, to: now, state });
    }

    this.#state = state;
  }

  /** Draws it as of now. */
  draw() {
    const length = Number(byId("timeline-span").value) * 1000;
    const width = Math.max(240, this.#chart.root.clientWidth);
    const end = this.#now();
    const start = end - length;
    const x = (at) => Math.min(width, Math.max(0, ((at - start) / length) * width));
    const bars = this.#tracks.filter((bar) => bar.to > start);
    const { lanes, most } = placed(bars);
    const tall = height.lane * height.lanes;

    const root = this.#chart.root;
    root.setAttribute("viewBox", `0 0 ${width} ${tall + height.axis}`);
    root.setAttribute("height", tall + height.axis);
    this.#chart.bars.setAttribute("d", lanes.map(({ bar, lane }) =>
      box(x(bar.from), lane * height.lane + (height.lane - height.bar) / 2, Math.max(2, x(bar.to) - x(bar.from)), height.bar)).join(""));
    const parts = this.#unknown.map((part) => ({ ...part, to: part === this.#unknown.at(-1) && this.#state !== "good" ? end : part.to }));
    this.#chart.unknown.setAttribute("d", parts.filter((part) => part.to > start).map((part) => box(x(part.from), 0, x(part.to) - x(part.from), tall)).join(""));
    this.#chart.dark.setAttribute("d", this.#began > start ? box(0, 0, x(this.#began), tall) : "");
    this.#ticks(length, width, tall);
    this.#tell(bars, most, length, end);
  }

  #now() {
    return Date.now() + this.#offset;
  }

  #ticks(length, width, tall) {
    const minutes = length / 60_000;
    const texts = this.#chart.texts;
    const lines = [];
    for (let i = 0; i <= minutes; i++) {
      const at = (i / minutes) * width;
      texts[i].setAttribute("x", at);
      texts[i].setAttribute("y", tall + height.axis - 4);
      texts[i].setAttribute("text-anchor", i === 0 ? "start" : i === minutes ? "end" : "middle");
      setText(texts[i], i === minutes ? "now" : `−${minutes - i} min`);
      lines.push(`M${at} 0V${tall}`);
    }

    texts.forEach((text, i) => text.toggleAttribute("hidden", i > minutes));
    this.#chart.ticks.setAttribute("d", lines.join(""));
    this.#chart.lanes.setAttribute("d", `M0 .5H${width}M0 ${tall}H${width}`);
  }

  #tell(bars, most, length, end) {
    const seen = new Set(bars.map((bar) => bar.track)).size;
    const last = Math.max(...bars.map((bar) => bar.to));
    const unsure = this.#unknown.some((part) => part.to > end - length) || (this.#state !== null && this.#state !== "good");
    const text = seen === 0
      ? `No polyp was marked in the last ${span(length / 1000)}${this.#began > end - length ? ", as far as this page was open" : ""}.`
      : `${plural(seen, "polyp")} marked in the last ${span(length / 1000)}, at most ${most} at a time, the last one ${end - last < 1_500 ? "now" : `${span((end - last) / 1000)} ago`}.`;
    setText(byId("timeline-text"), unsure ? `${text} Hatched: no or late analysis, where no mark says nothing.` : text);
    const rows = bars.slice(-mostRows).reverse();
    const listed = JSON.stringify(rows);
    if (listed !== this.#listed) {
      this.#listed = listed;
      byId("timeline-list").tBodies[0].replaceChildren(...rows.map(({ track, from, to }) => make("tr", {},
        ...[`${track}`, timeOfDay(from), timeOfDay(to), span((to - from) / 1000)].map((cell) => make("td", {}, cell)))));
    }
  }
}

// Bars that overlap lie in different lanes; those beyond the last lane share it.
function placed(bars) {
  const free = [];
  let most = 0;
  const lanes = [...bars].sort((a, b) => a.from - b.from).map((bar) => {
    const lane = free.findIndex((until) => until < bar.from);
    const chosen = lane >= 0 ? lane : free.length;
    free[chosen] = bar.to;
    most = Math.max(most, free.filter((until) => until >= bar.from).length);
    return { bar, lane: Math.min(chosen, height.lanes - 1) };
  });
  return { lanes, most };
}

const box = (x, y, width, tall) => `M${x.toFixed(1)} ${y}h${Math.max(0, width).toFixed(1)}v${tall}h-${Math.max(0, width).toFixed(1)}Z`;

function chart() {
  const parts = {
    dark: makeSvg("path", { class: "dark" }), unknown: makeSvg("path", { class: "unknown" }), ticks: makeSvg("path", { class: "tick" }),
    lanes: makeSvg("path", { class: "lane" }), bars: makeSvg("path", { class: "bars" }), texts: Array.from({ length: 6 }, () => makeSvg("text")),
  };
  const hatch = makeSvg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    makeSvg("path", { d: "M0 0V6", "stroke-width": 2 }));
  parts.root = makeSvg("svg", { role: "img", "aria-labelledby": "timeline-title timeline-text", preserveAspectRatio: "none" },
    makeSvg("defs", {}, hatch), parts.dark, parts.unknown, parts.ticks, parts.lanes, parts.bars, ...parts.texts);
  byId("timeline-chart").append(parts.root);
  return parts;
}
