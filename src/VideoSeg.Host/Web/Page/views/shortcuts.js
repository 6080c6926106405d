// Keys, and the dialog that lists them. They can be switched off, for those whose software types letters.

import { byId } from "../dom.js";

const dialog = byId("keys-dialog");
const on = byId("keys-on");
const remembered = "videoseg.keys";

/** actions: a function for each key, in lower case. */
export function watchKeys(actions) {
  on.checked = localStorage.getItem(remembered) !== "off";
  on.addEventListener("change", () => localStorage.setItem(remembered, on.checked ? "on" : "off"));
  byId("keys").addEventListener("click", () => dialog.showModal());
  byId("keys-close").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || dialog.open || isTyping(event.target)) {
      return;
    }

    const action = event.key === "?" ? () => dialog.showModal() : on.checked && actions[event.key.toLowerCase()];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

// A list takes letters to choose by, other fields to write.
const isTyping = (target) => target instanceof Element && target.closest("select, textarea, input:not([type=radio], [type=checkbox])") !== null;
