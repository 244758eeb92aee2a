// `rich_text` blocks, as elements. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { make } from "./dom.js";
import { channelMention, link, mention } from "./text.js";

export function richText(block) {
  return make("div", { class: "rich" }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return make("p", { dir: "auto" }, leaves(element));
    case "rich_text_list": {
      const items = element.elements.map((item) => make("li", { dir: "auto" }, leaves(item)));
      return make(element.style === "ordered" ? "ol" : "ul", { class: `indent-${element.indent ?? 0}` }, items);
    }
    case "rich_text_preformatted":
      return make("pre", { tabindex: "0", role: "region", "aria-label": "Code" }, leaves(element));
    case "rich_text_quote":
      return make("blockquote", {}, leaves(element));
    default:
      return undefined;
  }
}

const leaves = (element) => (element.elements ?? []).flatMap(leaf);

function leaf(element) {
  switch (element.type) {
    case "text":
      return styled(broken(element.text), element.style);
    case "link":
      return styled([link(element.url, element.text)], element.style);
    case "user":
      return [mention(element.user_id)];
    case "channel":
      return [channelMention(element.channel_id)];
    case "usergroup":
      return [make("span", { class: "mention" }, `@${element.usergroup_id}`)];
    case "broadcast":
      return [make("span", { class: "mention own" }, `@${element.range}`)];
    case "emoji":
      return [element.unicode ? String.fromCodePoint(...element.unicode.split("-").map((code) => parseInt(code, 16))) : `:${element.name}:`];
    case "date":
      return [element.fallback ?? new Date(element.timestamp * 1000).toISOString()];
    default:
      return [];
  }
}

const broken = (text) =>
  text.split("\n").flatMap((row, index) => (index === 0 ? [row] : [make("br"), row]));

function styled(nodes, style = {}) {
  if (style.code) return [make("code", {}, nodes)];
  let result = nodes;
  if (style.bold) result = [make("strong", {}, result)];
  if (style.italic) result = [make("em", {}, result)];
  if (style.strike) result = [make("s", {}, result)];
  return result;
}
