// The list of streams.

import { byId, make, setState, setText } from "../dom.js";
import { count, milliseconds, rate } from "../format.js";

const list = byId("streams");
const buttons = new Map();

/** Shows them; `onChoose(name)` is called when one is chosen. */
export function showStreams(statuses, chosen, onChoose) {
  for (const name of [...buttons.keys()].filter((known) => !statuses.some((status) => status.name === known))) {
    buttons.get(name).item.remove();
    buttons.delete(name);
  }

  statuses.forEach((status, i) => {
    const view = buttons.get(status.name) ?? create(status.name, onChoose);
    if (list.children[i] !== view.item) {
      list.insertBefore(view.item, list.children[i] ?? null);
    }

    view.button.setAttribute("aria-current", status.name === chosen);
    setText(view.title, status.title);
    setText(view.key, i < 9 ? `${i + 1}` : "");
    setState(view.source, status.source);
    setState(view.segmentation, { level: status.segmentation.level, word: `Segmentation ${status.segmentation.word.toLowerCase()}` });
    setText(view.figures, figures(status));
  });
}

function figures({ fps, delays, frames }) {
  return `${rate(fps)} fps, ${count(frames.dropped)} dropped; p95: added ${milliseconds(delays[0].figures[1])} ms, `
    + `annotation ${milliseconds(delays[1].figures[1])} ms`;
}

function create(name, onChoose) {
  const view = {
    title: make("b"), key: make("kbd"), source: make("span"), segmentation: make("span"), figures: make("span", { class: "figures" }),
  };
  view.button = make("button", { type: "button" }, view.title, view.key, make("span", { class: "states" }, view.source, view.segmentation), view.figures);
  view.item = make("li", {}, view.button);
  view.button.addEventListener("click", () => onChoose(name));
  buttons.set(name, view);
  return view;
}
