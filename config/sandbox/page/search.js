// A select whose choices the app offers while one types, as a combobox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox
import { post } from "./api.js";
import { make, newID } from "./dom.js";

export function searchField(element, ids, block, form) {
  return search(element, { input: ids.input, label: { "aria-labelledby": `${ids.input}-label` } },
    (text) => post("/api/type", { view: form.view, block: block.block_id, text }));
}

/** The same in a message: `ask(text)` brings the options, `chosen(option)` hears of the choice. */
export function searchMenu(element, ask, chosen) {
  const label = { "aria-label": element.placeholder?.text ?? "Choose" };
  const field = search(element, { input: newID("menu"), label }, ask, chosen);
  for (const [name, value] of Object.entries(label)) field.control.setAttribute(name, value);
  field.control.dataset.key = element.action_id;
  return field.node;
}

/** Several of them, each with a button that takes it out again. */
export function searchManyField(element, ids, block, form) {
  let chosen = [...(element.initial_options ?? [])];
  const list = make("ul", { class: "chosen" });
  const add = (option) => {
    if (option && !chosen.some((other) => other.value === option.value)) chosen.push(option);
    draw();
    one.restore({ selected_option: null });
  };
  const one = search(element, { input: ids.input, label: { "aria-labelledby": `${ids.input}-label` } },
    (text) => post("/api/type", { view: form.view, block: block.block_id, text }), add);
  const draw = () => list.replaceChildren(...chosen.map((option) => make("li", {}, option.text.text, " ",
    make("button", {
      type: "button", class: "quiet", "aria-label": `Take ${option.text.text} out`,
      onclick: () => { chosen = chosen.filter((other) => other !== option); draw(); one.control.focus(); },
    }, "×"))));
  draw();
  return {
    node: make("div", {}, list, one.node), control: one.control,
    read: () => ({ type: element.type, selected_options: chosen }),
    restore: (state) => { chosen = [...(state.selected_options ?? [])]; draw(); },
  };
}

let isPressing = false;
document.addEventListener("pointerdown", () => { isPressing = true; }, true);
document.addEventListener("pointerup", () => { isPressing = false; }, true);

/** Once the mouse is up again: what moves under it while it is down is not clicked. */
function afterPress(action) {
  if (!isPressing) return action();
  document.addEventListener("pointerup", () => setTimeout(action), { once: true });
}

function search(element, ids, questions, chosen = () => {}) {
  const list = newID("list");
  const popup = make("ul", { id: list, role: "listbox", ...ids.label, hidden: true });
  const control = make("input", {
    id: ids.input, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list,
    autocomplete: "off", placeholder: element.placeholder?.text ?? "Type to search",
  });
  const field = { chosen: element.initial_option ?? null, options: [], active: -1, asked: 0 };
  const choose = (option) => {
    field.chosen = option;
    control.value = option?.text.text ?? "";
    close();
  };
  const close = () => {
    popup.hidden = true;
    field.active = -1;
    control.setAttribute("aria-expanded", "false");
    control.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    popup.replaceChildren(...field.options.map((option, index) => make("li", {
      id: `${list}-${index}`, role: "option", "aria-selected": String(index === field.active),
      onmousedown: (event) => { event.preventDefault(); choose(option); control.dispatchEvent(new Event("change", { bubbles: true })); chosen(option); },
    }, option.text.text)));
    if (!field.options.length) popup.append(make("li", { class: "none" }, "No results"));
    popup.hidden = false;
    control.setAttribute("aria-expanded", "true");
    if (field.active >= 0) control.setAttribute("aria-activedescendant", `${list}-${field.active}`);
    popup.children[field.active]?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    field.asked += 1;
    const turn = field.asked;
    if (control.value.length < (element.min_query_length ?? 3)) return close();
    const answer = await questions(control.value);
    // What was typed since has a turn of its own.
    if (turn !== field.asked || document.activeElement !== control) return;
    [field.options, field.active] = [answer.options, -1];
    draw();
  };
  control.addEventListener("input", () => { field.chosen = null; ask(); });
  // Not with the focus alone, which a form gives to its first field: its other fields would be hidden.
  control.addEventListener("click", ask);
  control.addEventListener("blur", () => {
    control.value = field.chosen?.text.text ?? "";
    afterPress(close);
  });
  control.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && popup.hidden) {
      event.preventDefault();
      ask();
    } else if (step && field.options.length) {
      event.preventDefault();
      field.active = (field.active + step + field.options.length) % field.options.length;
      draw();
    } else if (event.key === "Enter" && field.active >= 0) {
      event.preventDefault();
      const option = field.options[field.active];
      choose(option);
      control.dispatchEvent(new Event("change", { bubbles: true }));
      chosen(option);
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      close();
    }
  });
  choose(field.chosen);
  return {
    node: make("div", { class: "search" }, control, popup), control,
    read: () => ({ type: element.type, selected_option: field.chosen }),
    restore: (state) => choose(state.selected_option),
  };
}
