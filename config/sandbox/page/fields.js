// The inputs of a modal. https://docs.slack.dev/reference/block-kit/blocks/input-block
import { make, newID } from "./dom.js";
import { room } from "./room.js";
import { searchField, searchManyField } from "./search.js";

/** Draws an input block and tells `form` how to read its answer. */
export function inputBlock(block, form) {
  const ids = { input: newID("field"), hint: newID("hint"), error: newID("error") };
  const element = block.element;
  const field = (kinds[element.type] ?? textField)(element, ids, block, form);
  const hint = block.hint && make("p", { id: ids.hint, class: "hint" }, block.hint.text);
  const error = make("p", { id: ids.error, class: "error", role: "alert" });
  const controls = field.group ? [...field.node.querySelectorAll("input")] : [field.control ?? field.node];
  for (const control of field.group ? [field.node] : controls) {
    control.setAttribute("aria-describedby", block.hint ? `${ids.hint} ${ids.error}` : ids.error);
  }
  if (!block.optional && !field.group) controls[0].setAttribute("aria-required", "true");
  const name = block.optional ? `${block.label.text} (optional)` : block.label.text;
  form.fields.push({
    block: block.block_id, action: element.action_id, type: element.type, optional: block.optional ?? false,
    read: field.read, isEmpty: () => isEmpty(field.read()), restore: field.restore,
    tell: (sentence) => {
      error.textContent = sentence;
      for (const control of controls) control.setAttribute("aria-invalid", String(Boolean(sentence)));
    },
    focus: () => controls[0].focus(),
    owns: (control) => controls.includes(control),
  });
  if (field.group) {
    return make("fieldset", { class: "input" }, make("legend", {}, name), hint, field.node, error);
  }
  return make("div", { class: "input" }, make("label", { for: ids.input, id: `${ids.input}-label` }, name), hint, field.node, error);
}

const isEmpty = (state) =>
  !(state.value || state.selected_option || state.selected_options?.length || state.selected_date || state.selected_user);

const kinds = {
  plain_text_input: textField,
  static_select: selectField,
  multi_static_select: checkField,
  checkboxes: checkField,
  radio_buttons: radioField,
  datepicker: dateField,
  external_select: searchField,
  multi_external_select: searchManyField,
  users_select: userField,
};

function textField(element, ids) {
  const node = make(element.multiline ? "textarea" : "input", {
    id: ids.input, maxlength: element.max_length, placeholder: element.placeholder?.text, rows: element.multiline && 3,
  });
  node.value = element.initial_value ?? "";
  return {
    node,
    read: () => ({ type: element.type, value: node.value === "" ? null : node.value }),
    restore: (state) => { node.value = state.value ?? ""; },
  };
}

function dateField(element, ids) {
  const node = make("input", { id: ids.input, type: "date" });
  node.value = element.initial_date ?? "";
  return {
    node,
    read: () => ({ type: element.type, selected_date: node.value || null }),
    restore: (state) => { node.value = state.selected_date ?? ""; },
  };
}

function optionsOf(element) {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}

function selectField(element, ids) {
  const options = optionsOf(element);
  const node = make("select", { id: ids.input },
    make("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    options.map((option, index) => make("option", { value: index }, option.text.text)));
  const choose = (option) => { node.value = option ? options.findIndex((other) => other.value === option.value) : ""; };
  choose(element.initial_option);
  return {
    node,
    read: () => ({ type: element.type, selected_option: options[Number(node.value || -1)] ?? null }),
    restore: (state) => choose(state.selected_option),
  };
}

function userField(element, ids) {
  const people = [...room.people.values()].filter((person) => person.kind !== "bot");
  const node = make("select", { id: ids.input }, make("option", { value: "" }, "Choose…"),
    people.map((person) => make("option", { value: person.id }, person.display)));
  node.value = element.initial_user ?? "";
  return {
    node,
    read: () => ({ type: element.type, selected_user: node.value || null }),
    restore: (state) => { node.value = state.selected_user ?? ""; },
  };
}

function boxes(element, type, initial) {
  const options = optionsOf(element);
  const name = newID("choice");
  const node = make("div", { class: "boxes", role: type === "radio" ? "radiogroup" : "group" }, options.map((option, index) => {
    const id = newID("box");
    const box = make("input", { type, id, name, value: index });
    box.checked = initial.some((other) => other.value === option.value);
    return make("div", {}, box, make("label", { for: id }, option.text.text));
  }));
  const inputs = [...node.querySelectorAll("input")];
  const chosen = () => inputs.filter((box) => box.checked).map((box) => options[Number(box.value)]);
  const check = (all) => {
    for (const box of inputs) box.checked = all.some((other) => other.value === options[Number(box.value)].value);
  };
  return { node, group: true, chosen, check };
}

function checkField(element) {
  const group = boxes(element, "checkbox", element.initial_options ?? []);
  return {
    ...group,
    read: () => ({ type: element.type, selected_options: group.chosen() }),
    restore: (state) => group.check(state.selected_options ?? []),
  };
}

function radioField(element) {
  const group = boxes(element, "radio", element.initial_option ? [element.initial_option] : []);
  return {
    ...group,
    read: () => ({ type: element.type, selected_option: group.chosen()[0] ?? null }),
    restore: (state) => group.check(state.selected_option ? [state.selected_option] : []),
  };
}
