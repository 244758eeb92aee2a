// Slack's three kinds of text, as elements. https://docs.slack.dev/messaging/formatting-message-text
import { make } from "./dom.js";
import { person, placeName, room } from "./room.js";

/** A text object: `plain_text` as it is, `mrkdwn` read. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [object.text];
}

export function mention(id) {
  const own = id === room.me ? " own" : "";
  return make("span", { class: `mention${own}` }, `@${person(id).display}`);
}

export function channelMention(id, name) {
  return make("span", { class: "mention" }, name ? `#${name}` : placeName(id));
}

/** Only web addresses become links. */
export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(label || url);
  return make("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label || url);
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function mrkdwn(text) {
  return text.split("```").flatMap((part, index) => {
    if (index % 2 === 1) return [make("pre", {}, unescape(part.replace(/^\n|\n$/g, "")))];
    return lines(part);
  });
}

function lines(text) {
  const nodes = [];
  const rows = text.split("\n");
  rows.forEach((row, index) => {
    if (row.startsWith("&gt;")) nodes.push(make("blockquote", {}, ...inline(row.slice(4).trimStart())));
    else nodes.push(...inline(row));
    if (index < rows.length - 1 && !row.startsWith("&gt;")) nodes.push(make("br"));
  });
  return nodes;
}

const marks = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(marks)) {
    nodes.push(unescape(text.slice(end, found.index)));
    const [, reference, code, bold, italic, struck] = found;
    if (reference !== undefined) nodes.push(referenced(reference));
    else if (code !== undefined) nodes.push(make("code", {}, unescape(code)));
    else if (bold !== undefined) nodes.push(make("strong", {}, ...inline(bold)));
    else if (italic !== undefined) nodes.push(make("em", {}, ...inline(italic)));
    else nodes.push(make("s", {}, ...inline(struck)));
    end = found.index + found[0].length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes;
}

function referenced(reference) {
  const [target, label] = reference.split("|");
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date")) return unescape(label ?? target);
  if (target.startsWith("!")) return make("span", { class: "mention own" }, `@${target.slice(1)}`);
  return link(unescape(target), label && unescape(label));
}
