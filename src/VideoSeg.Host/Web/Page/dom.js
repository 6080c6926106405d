// Makes and changes elements. Text is always set as text: nothing from the service is ever read as markup.

const svgNamespace = "http://www.w3.org/2000/svg";

/** The element of an id. */
export const byId = (id) => document.getElementById(id);

/** An element with attributes and children (elements or text). */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function makeSvg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(svgNamespace, name), attributes, children);
}

/** Sets text only where it is new, so that nothing is laid out or read aloud again in vain. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Shows a state: its shape first, then its word. */
export function setState(element, { level, word }) {
  if (element.dataset.level !== level) {
    element.dataset.level = level;
    element.classList.remove("good", "wait", "warn", "bad", "off", "record");
    element.classList.add("state", level);
    element.replaceChildren(
      makeSvg("svg", { class: "mark", "aria-hidden": "true" }, makeSvg("use", { href: `#mark-${level}` })), make("span"));
  }

  setText(element.lastElementChild, word);
}

/** Rows of a description list: [term, text or state, small print]. Elements are kept from one call to the next. */
export function setRows(list, rows) {
  while (list.children.length > rows.length) {
    list.lastElementChild.remove();
  }

  rows.forEach(([term, value, small = ""], i) => {
    const row = list.children[i] ?? list.appendChild(make("div", {}, make("dt"), make("dd", {}, make("span"), make("small"))));
    const [shown, print] = row.lastElementChild.children;
    setText(row.firstElementChild, term);
    if (typeof value === "string") {
      shown.removeAttribute("class");
      delete shown.dataset.level;
      setText(shown, value);
    } else {
      setState(shown, value);
    }

    print.hidden = small === "";
    setText(print, small);
  });
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }

  element.append(...children);
  return element;
}
