// Dialogs of the browser itself: they keep the focus inside and close with Escape.
import { make, newID } from "./dom.js";
import { textObject } from "./text.js";

/** Shows a dialog and gives the focus back when it closes. */
export function show(dialog) {
  const before = document.activeElement;
  const key = before?.dataset.key;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    const back = before?.isConnected ? before : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    back?.focus();
  });
  dialog.showModal();
}

/** Asks what a button wants confirmed; whether the person does. */
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const title = newID("confirm");
    const text = newID("confirm");
    const danger = confirm.style === "danger" ? "danger" : "primary";
    const dialog = make("dialog", { class: "confirm", "aria-labelledby": title, "aria-describedby": text, role: "alertdialog" },
      make("h2", { id: title }, textObject(confirm.title)),
      make("p", { id: text }, textObject(confirm.text)),
      make("form", { method: "dialog", class: "row end" },
        make("button", { value: "no" }, textObject(confirm.deny)),
        make("button", { value: "yes", class: danger }, textObject(confirm.confirm))));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
    show(dialog);
  });
}
