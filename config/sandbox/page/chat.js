// Channels, direct messages, threads and the message boxes.
import { post } from "./api.js";
import { drawn } from "./blocks.js";
import { completing } from "./complete.js";
import { at, make, refill } from "./dom.js";
import { messageItem } from "./messages.js";
import { heads, isReply, messagesIn, myChannels, myDirect, person, placeName, repliesTo, room } from "./room.js";

const here = { channel: "", isHome: false, thread: undefined, unread: new Map() };

export const currentChannel = () => here.channel;

let act;

/** `actions` is what the chat needs from around it: `tell(sentence)`, `view(name)`. */
export function startChat(actions) {
  act = { ...actions, openThread };
  const first = [...room.channels.values()].find((channel) => channel.name === room.channel);
  go(first.id);
  sending(at("composer"), at("entry"), () => undefined);
  sending(at("replier"), at("reply"), () => here.thread);
  for (const list of ["messages", "replies"]) {
    at(list).addEventListener("scroll", noteScroll);
    // A picture takes its room when it is there.
    at(list).addEventListener("load", settle, true);
  }
  at("thread-close").addEventListener("click", closeThread);
  at("entry").addEventListener("input", hint);
}

/** Somebody else looks at the chat now. */
export function become() {
  here.thread = undefined;
  here.unread.clear();
  const isMine = room.channels.get(here.channel)?.members.includes(room.me);
  go(isMine && !here.isHome ? here.channel : myChannels()[0]?.id ?? myDirect().id);
}

/** Goes to a channel or to direct messages. */
export function go(channel) {
  Object.assign(here, { channel, isHome: false });
  here.unread.delete(channel);
  if (room.messages.size && here.thread && !messagesIn(channel).some((message) => message.ts === here.thread)) closeThread();
  at("messages").dataset.isAway = false;
  draw();
}

function goHome() {
  here.isHome = true;
  post("/api/home", { as: room.me }).catch((error) => act.tell(error.message));
  draw();
}

/** A message is new: counted where nobody looks. */
export function noteMessage(message) {
  if (message.channel !== here.channel || here.isHome) {
    here.unread.set(message.channel, (here.unread.get(message.channel) ?? 0) + 1);
  }
}

export function draw() {
  drawPlaces();
  at("place").textContent = here.isHome ? `${person(room.bot).display} · Home` : placeName(here.channel);
  at("messages").hidden = at("composer").hidden = here.isHome;
  at("home").hidden = !here.isHome;
  at("entry-label").textContent = `Message ${placeName(here.channel)}`;
  if (here.isHome) drawHome();
  else drawMessages(at("messages"), heads(here.channel), act);
  drawThread();
}

// Pieces that did not change keep their elements, and with them the focus and what is unfolded.
const drawnItems = new Map();

function drawMessages(list, messages, around) {
  const items = messages.map((message) => {
    const stamp = [message.edited, repliesTo(message.channel, message.ts).length, room.me, room.people.size].join();
    const key = `${list.id} ${message.channel} ${message.ts}`;
    const known = drawnItems.get(key);
    if (known?.stamp === stamp) return known.item;
    const item = messageItem(message, around);
    drawnItems.set(key, { stamp, item });
    return item;
  });
  const isSame = items.length === list.children.length && items.every((item, index) => item === list.children[index]);
  if (!isSame) refill(list, items);
  settle();
}

/** Stays at the newest message where one was there. */
export function settle() {
  for (const list of [at("messages"), at("replies")]) {
    if (list.dataset.isAway !== "true") list.scrollTop = list.scrollHeight;
  }
}

function noteScroll(event) {
  const list = event.target;
  // A list that is not shown has no place.
  if (list.clientHeight) list.dataset.isAway = list.scrollHeight - list.scrollTop - list.clientHeight > 80;
}

let drawnPlaces = "";

function drawPlaces() {
  // What did not change stays: a button that is replaced while it is being pressed was never pressed.
  const stamp = JSON.stringify([room.me, here.isHome, here.channel, [...here.unread]]);
  if (stamp === drawnPlaces) return;
  drawnPlaces = stamp;
  const entry = (id, label, isHere, onclick) => {
    const count = here.unread.get(id);
    return make("li", {}, make("button", { type: "button", "data-key": `place-${id}`, "aria-current": isHere && "page", onclick },
      label, count && make("span", { class: "badge" }, String(count), make("span", { class: "unseen" }, " unread"))));
  };
  const channels = myChannels().map((channel) =>
    entry(channel.id, `${channel.private ? "🔒 " : "# "}${channel.name}`, !here.isHome && channel.id === here.channel, () => go(channel.id)));
  const direct = myDirect();
  refill(at("places"),
    make("h2", {}, "Channels"), make("ul", {}, channels),
    make("h2", {}, "Direct messages"),
    make("ul", {}, entry(direct.id, person(room.bot).display, !here.isHome && direct.id === here.channel, () => go(direct.id))),
    make("h2", {}, "App"), make("ul", {}, entry("home", "Home", here.isHome, goHome)));
}

let drawnHome;

function drawHome() {
  const view = room.homes.get(room.me);
  if (drawnHome && drawnHome.view === view && drawnHome.me === room.me) return;
  drawnHome = { view, me: room.me };
  const press = (element, block) =>
    post("/api/press", { as: room.me, block, element }).catch((error) => act.tell(error.message));
  const none = room.hasHome ? "The app has not published a Home for you yet." : "This app has no Home: its manifest does not switch it on.";
  refill(at("home"), view ? drawn(view.blocks, press) : make("p", {}, none));
}

// MARK: Threads

function openThread(message) {
  here.thread = message.ts;
  here.threadChannel = message.channel;
  act.view("thread");
  drawThread();
  at("reply").focus();
}

function closeThread() {
  const key = `thread-${here.thread}`;
  here.thread = undefined;
  act.view("slack");
  document.querySelector(`[data-key="${key}"]`)?.focus();
}

function drawThread() {
  if (!here.thread) return;
  const messages = messagesIn(here.threadChannel).filter((message) => message.ts === here.thread || (isReply(message) && message.thread === here.thread));
  drawMessages(at("replies"), messages, { tell: act.tell });
}

// MARK: Writing

function sending(form, box, thread) {
  completing(box);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    try {
      await post("/api/say", { as: room.me, channel: thread() ? here.threadChannel : here.channel, text, thread: thread() });
      box.value = "";
      hint();
    } catch (error) {
      act.tell(error.message);
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** What a slash command may go on with. */
function hint() {
  const isCommand = at("entry").value.startsWith(`${room.command} `);
  at("hint").textContent = isCommand ? `${room.command} ${room.hint}` : "";
  at("hint").hidden = !isCommand;
}
