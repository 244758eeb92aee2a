// The modals of whoever one is. https://docs.slack.dev/surfaces/modals
import { post } from "./api.js";
import { drawn } from "./blocks.js";
import { show } from "./dialogs.js";
import { make, newID } from "./dom.js";
import { room } from "./room.js";

let open;

/** Shows the modal that is mine now, if there is one and it is another than before. */
export function refreshModals() {
  const mine = [...room.modals.values()].filter((modal) => modal.person === room.me).at(-1);
  if (open && open.id !== mine?.id) finish();
  // Filled anew only with another view: whoever is writing stays where they are.
  if (!mine || open?.view === mine.view) return;
  if (open) fill(mine);
  else begin(mine);
}

/** What the app says is wrong, field by field. */
export function refuseModal(id, errors) {
  if (open?.id !== id) return;
  busy(false);
  let first;
  for (const field of open.form.fields) {
    field.tell(errors[field.block] ?? "");
    if (errors[field.block]) first ??= field;
  }
  first?.focus();
}

/** A submission did not get through: it may be tried again. */
export function freeModal() {
  if (open) busy(false);
}

function begin(modal) {
  const dialog = make("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  open = { id: modal.id, dialog, form: undefined };
  dialog.addEventListener("cancel", () => dismiss(modal.id));
  fill(modal);
  show(dialog);
}

function finish() {
  const { dialog } = open;
  open = undefined;
  dialog.close();
}

function dismiss(id) {
  post("/api/dismiss", { view: id }).catch(() => {});
}

function fill(modal) {
  const { view } = modal;
  // What was filled in stays, where the field does.
  const before = new Map((open.form?.fields ?? []).map((field) => [`${field.block} ${field.action} ${field.type}`, field.read()]));
  const form = { view: modal.id, fields: [] };
  const press = (element, block) => post("/api/press", { as: room.me, view: modal.id, block, element });
  const body = make("div", { class: "modal-body" }, drawn(view.blocks, press, form));
  for (const field of form.fields) {
    const state = before.get(`${field.block} ${field.action} ${field.type}`);
    if (state) field.restore(state);
  }
  const submit = view.submit && make("button", { class: "primary", "data-submit": true }, view.submit.text);
  const close = make("button", { type: "button", onclick: () => dismiss(modal.id) }, view.close?.text ?? "Cancel");
  Object.assign(open, { form, view });
  open.dialog.replaceChildren(make("form", {
    novalidate: true,
    oninput: forgive,
    onchange: forgive,
    onsubmit: (event) => {
      event.preventDefault();
      send(modal.id);
    },
  }, make("h2", { id: "modal-title" }, view.title?.text ?? ""), body, make("div", { class: "row end" }, close, submit)));
  if (open.dialog.open) (form.fields[0] ?? { focus: () => close.focus() }).focus();
  else form.fields[0] && open.dialog.querySelector("input, textarea, select")?.setAttribute("autofocus", "");
}

/** What has an answer now is not missing any more. */
function forgive(event) {
  for (const field of open?.form.fields ?? []) {
    if (field.owns(event.target) && !field.isEmpty()) field.tell("");
  }
}

async function send(id) {
  const { fields } = open.form;
  const missing = fields.filter((field) => !field.optional && field.isEmpty());
  for (const field of fields) field.tell(missing.includes(field) ? "Please complete this required field." : "");
  if (missing.length) return missing[0].focus();
  const values = {};
  for (const field of fields) (values[field.block] ??= {})[field.action] = field.read();
  busy(true);
  try {
    await post("/api/submit", { view: id, values });
  } catch (error) {
    busy(false);
    fields[0]?.tell(error.message);
  }
}

function busy(isBusy) {
  const button = open.dialog.querySelector("[data-submit]");
  if (button) button.disabled = isBusy;
}
