// Small helpers for elements. Text is always text: nothing here reads HTML.

/** Makes an element: attributes (`onclick` and other functions as listeners), then children (strings become text). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

let lastID = 0;

/** An id for `for` and `aria-…` attributes. */
export function newID(prefix) {
  lastID += 1;
  return `${prefix}-${lastID}`;
}

export function at(id) {
  return document.getElementById(id);
}

/** Replaces what is in an element, and puts the focus back where it was. */
export function refill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...children.flat(2).filter(Boolean));
  if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}
