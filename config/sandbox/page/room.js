// What is known of the workspace: the room as it was, with every piece of news applied.

export const room = {
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  modals: new Map(),
  homes: new Map(),
  me: "",
  bot: "",
};

export function furnish(facts) {
  Object.assign(room, facts, {
    people: new Map(facts.people.map((person) => [person.id, person])),
    channels: new Map(facts.channels.map((channel) => [channel.id, channel])),
    me: facts.you,
  });
}

export const person = (id) => room.people.get(id) ?? { id, name: id, display: id, role: "" };

/** How people call a place. */
export function placeName(id) {
  const channel = room.channels.get(id);
  if (!channel) return id;
  return channel.person ? person(room.bot).display : `#${channel.name}`;
}

/** The channels one is a member of. */
export function myChannels() {
  const mine = [...room.channels.values()].filter((channel) => channel.members.includes(room.me));
  return mine.filter((channel) => !channel.person);
}

export function myDirect() {
  return [...room.channels.values()].find((channel) => channel.person === room.me);
}

const key = (message) => `${message.channel} ${message.ts}`;

/** The messages of a place that one may see, oldest first. */
export function messagesIn(channel) {
  return [...room.messages.values()]
    .filter((message) => message.channel === channel && isForMe(message))
    .sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

export const heads = (channel) => messagesIn(channel).filter((message) => !isReply(message));
export const repliesTo = (channel, ts) => messagesIn(channel).filter((message) => isReply(message) && message.thread === ts);

export const isReply = (message) => message.thread !== undefined && message.thread !== message.ts;

export function isForMe(message) {
  if (message.audience && message.audience !== room.me) return false;
  return room.channels.get(message.channel)?.members.includes(room.me) ?? false;
}

/** Applies a piece of news; answers the message or the modal it is about. */
export function apply(news) {
  switch (news.kind) {
    case "posted":
    case "edited":
      room.messages.set(key(news.message), news.message);
      return news.message;
    case "deleted":
      room.messages.delete(key(news.message));
      return news.message;
    case "file": {
      const message = {
        channel: news.channel, ts: news.time.toFixed(6), thread: news.thread, author: room.bot, text: news.comment || news.name,
        blocks: [], file: news,
      };
      room.messages.set(key(message), message);
      return message;
    }
    case "failed": {
      const channel = news.channel ?? myDirect()?.id;
      const message = {
        channel, ts: news.time.toFixed(6), author: "USLACKBOT", text: news.text, blocks: [], audience: news.person,
      };
      room.messages.set(key(message), message);
      return message;
    }
    case "modalOpened":
    case "modalUpdated":
      room.modals.set(news.modal.id, news.modal);
      return news.modal;
    case "modalClosed":
      room.modals.delete(news.modal.id);
      return news.modal;
    case "modalRefused":
      return news.modal;
    case "home":
      room.homes.set(news.person, news.view);
      return undefined;
    default:
      return undefined;
  }
}
