// Messages as elements.
import { post } from "./api.js";
import { drawn } from "./blocks.js";
import { make } from "./dom.js";
import { person, placeName, repliesTo, room } from "./room.js";
import { mrkdwn } from "./text.js";

const clock = (ts) => new Date(Number(ts) * 1000);

/** A message; `act.tell(sentence)` is what it needs from around it, and `act.openThread(message)` outside of threads. */
export function messageItem(message, act) {
  const author = person(message.author);
  const time = clock(message.ts);
  const isApp = author.kind === "bot";
  return make("li", { class: `message${message.audience ? " ephemeral" : ""}`, "data-ts": message.ts },
    make("span", { class: `avatar ${isApp ? "app" : ""}`, "aria-hidden": "true" }, author.display.slice(0, 1)),
    make("div", { class: "said" },
      message.audience && make("p", { class: "only" }, "Only visible to you"),
      make("p", { class: "head" },
        make("strong", {}, author.display),
        isApp && make("span", { class: "app-tag" }, "APP"),
        make("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }))),
      body(message, act),
      message.edited && make("p", { class: "edited" }, "(edited)"),
      foot(message, act)));
}

function body(message, act) {
  if (message.file) return [message.file.comment && make("p", { dir: "auto" }, mrkdwn(message.file.comment)), file(message.file)];
  if (!message.blocks.length) return make("p", { dir: "auto" }, mrkdwn(message.text));
  const press = async (element, block) => {
    try {
      await post("/api/press", { as: room.me, channel: message.channel, ts: message.ts, block, element });
    } catch (error) {
      act.tell(error.message);
    }
  };
  press.type = (element, block, text) => post("/api/type", {
    as: room.me, channel: message.channel, ts: message.ts, block, action: element.action_id, text,
  });
  return make("div", { class: "blocks" }, drawn(message.blocks, press));
}

function file(shared) {
  const address = `/api/file/${shared.id}`;
  const name = make("a", { href: address, target: "_blank" }, shared.name);
  if (!shared.name.endsWith(".png")) return make("p", { class: "file" }, name, ` ${shared.size} bytes`);
  return make("figure", {}, make("figcaption", {}, name), make("img", { src: address, alt: shared.alt || shared.name }));
}

function foot(message, act) {
  if (message.audience || message.file) return undefined;
  const count = repliesTo(message.channel, message.ts).length;
  const words = count === 0 ? "Reply in thread" : count === 1 ? "1 reply" : `${count} replies`;
  return make("div", { class: "foot" },
    act.openThread && make("button", {
      type: "button", class: "quiet", "data-key": `thread-${message.ts}`, onclick: () => act.openThread(message),
    }, words),
    make("button", {
      type: "button", class: "quiet", "data-key": `shortcut-${message.ts}`,
      onclick: () => post("/api/shortcut", { as: room.me, channel: message.channel, ts: message.ts })
        .catch((error) => act.tell(error.message)),
    }, room.shortcut),
    make("details", { class: "source" }, make("summary", { "data-key": `source-${message.ts}` }, "Source"),
      make("pre", { tabindex: "0" }, JSON.stringify({ text: message.text, blocks: message.blocks, metadata: message.metadata }, null, 2))));
}

/** What a screen reader is told of a new message. */
export function announcement(message) {
  const where = message.audience ? "only for you" : `in ${placeName(message.channel)}`;
  return `${person(message.author).display}, ${where}: ${message.text.slice(0, 200)}`;
}
