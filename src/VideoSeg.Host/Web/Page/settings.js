// What was chosen: in the address, so that a view can be linked, else as it was the last time.

const names = ["stream", "rendition", "playback"];
const key = (name) => `videoseg.${name}`;

/** The chosen stream, rendition and playback; null where nothing was chosen. */
export function readSettings() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? localStorage.getItem(key(name))]));
}

/** Remembers a choice, here and in the address. */
export function keepSetting(name, value) {
  localStorage.setItem(key(name), value);
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  history.replaceState(null, "", url);
}
