// Block Kit as elements, much as Slack draws it. https://docs.slack.dev/reference/block-kit
import { make } from "./dom.js";
import { confirmed } from "./dialogs.js";
import { inputBlock } from "./fields.js";
import { richText } from "./rich.js";
import { room } from "./room.js";
import { searchMenu } from "./search.js";
import { textObject } from "./text.js";

/**
 * Draws blocks. `press(element, blockID)` is called with what was pressed or chosen; `form` is what the inputs of a
 * modal belong to.
 */
export function drawn(blocks, press, form) {
  return blocks.map((block) => draw(block, press, form));
}

function draw(block, press, form) {
  switch (block.type) {
    case "header":
      return make("h2", { class: "header", dir: "auto" }, textObject(block.text));
    case "section":
      return section(block, press);
    case "context":
      return make("div", { class: "context", dir: "auto" }, (block.elements ?? []).map(contextItem));
    case "divider":
      return make("hr");
    case "rich_text":
      return richText(block);
    case "actions":
      return make("div", { class: "actions" }, block.elements.map((element) => action(element, block, press)));
    case "table":
      return table(block);
    case "image":
      return figure(block);
    case "markdown":
      return make("pre", { class: "markdown" }, block.text);
    case "input":
      return inputBlock(block, form);
    default:
      return make("p", { class: "unknown" }, `[a block of type ${block.type}]`);
  }
}

function section(block, press) {
  const text = block.text && make("p", { dir: "auto" }, textObject(block.text));
  const fields = block.fields && make("div", { class: "fields" }, block.fields.map((field) => make("p", { dir: "auto" }, textObject(field))));
  const accessory = block.accessory && make("div", { class: "accessory" }, action(block.accessory, block, press));
  return make("div", { class: "section" }, make("div", {}, text, fields), accessory);
}

function contextItem(item) {
  if (item.type === "image") return make("img", { src: item.image_url, alt: item.alt_text, class: "small" });
  return make("span", {}, textObject(item));
}

function figure(block) {
  const caption = block.title && make("figcaption", {}, textObject(block.title));
  return make("figure", {}, caption, make("img", { src: block.image_url, alt: block.alt_text }));
}

function table(block) {
  const [head = [], ...body] = block.rows;
  const align = (column) => `align-${block.column_settings?.[column]?.align ?? "left"}`;
  const cell = (content) => (content.type === "rich_text" ? richText(content) : content.text);
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    make("table", { class: "block-table" },
      make("thead", {}, make("tr", {}, head.map((content, column) => make("th", { scope: "col", class: align(column), dir: "auto" }, cell(content))))),
      make("tbody", {}, body.map((row) => make("tr", {}, row.map((content, column) => make("td", { class: align(column), dir: "auto" }, cell(content))))))));
}

// What can be pressed or chosen in place.

function action(element, block, press) {
  const go = async (chosen, label) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    press(chosen, block.block_id, label);
  };
  switch (element.type) {
    case "button":
      return button(element, go);
    case "overflow":
      return overflow(element, go);
    case "static_select":
      return select(element, go);
    case "users_select":
      return peopleMenu(element, go);
    case "external_select":
      return searchMenu(element, (text) => press.type(element, block.block_id, text),
        (option) => go({ ...element, selected_option: option }, option.text.text));
    case "image":
      return make("img", { src: element.image_url, alt: element.alt_text, class: "thumb" });
    default:
      return make("span", { class: "unknown" }, `[an element of type ${element.type}]`);
  }
}

function button(element, go) {
  const label = element.text.text;
  return make("button", {
    type: "button", class: `block-button ${element.style ?? ""}`, "data-key": element.action_id,
    "aria-label": element.accessibility_label, "aria-haspopup": element.confirm && "dialog",
    onclick: () => {
      if (element.url) window.open(element.url, "_blank", "noreferrer");
      go(element, label);
    },
  }, label);
}

function overflow(element, go) {
  const menu = make("details", { class: "overflow" }, make("summary", { "aria-label": "More actions", "data-key": element.action_id }, "⋯"));
  const choices = element.options.map((option) => make("button", {
    type: "button",
    onclick: () => {
      menu.open = false;
      go({ ...element, selected_option: option }, option.text.text);
    },
  }, textObject(option.text)));
  menu.append(make("div", { class: "menu" }, choices));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  return menu;
}

function peopleMenu(element, go) {
  const people = [...room.people.values()].filter((one) => one.name !== "slackbot" && one.kind !== "bot");
  return make("select", {
    "aria-label": element.placeholder?.text ?? "Choose", "data-key": element.action_id,
    onchange: (event) => {
      const chosen = people[Number(event.target.value)];
      if (event.target.value && chosen) go({ ...element, selected_user: chosen.id }, chosen.display);
    },
  },
    make("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    people.map((one, index) => make("option", { value: index }, one.display)));
}

function select(element, go) {
  const all = element.options ?? element.option_groups.flatMap((group) => group.options);
  return make("select", {
    "aria-label": element.placeholder?.text ?? "Choose", "data-key": element.action_id,
    onchange: (event) => {
      const option = all[Number(event.target.value)];
      if (option) go({ ...element, selected_option: option }, option.text.text);
    },
  },
    make("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    all.map((option, index) => make("option", { value: index, selected: option.value === element.initial_option?.value }, option.text.text)));
}
