// The page of the sandbox: one room, followed live.
import { get } from "./api.js";
import { become, draw, noteMessage, settle, startChat } from "./chat.js";
import { at, make } from "./dom.js";
import { noteEstate, refreshEstate, startEstate } from "./estate.js";
import { announcement } from "./messages.js";
import { freeModal, refreshModals, refuseModal } from "./modals.js";
import { apply, furnish, isForMe, room } from "./room.js";
import { refreshTickets, startTickets } from "./tickets.js";
import { noteWire, startWire } from "./wire.js";

const portion = 500;
let isCaughtUp = false;

async function start() {
  furnish(await get("/api/room"));
  document.title = `${room.team} – Trailwatch sandbox`;
  at("team").textContent = room.team;
  startPeople();
  startViews();
  startWire();
  const actions = { tell, view };
  startChat(actions);
  startEstate(actions);
  startTickets(actions);
  follow();
}

function startPeople() {
  const people = [...room.people.values()].filter((person) => ["person", "guest"].includes(person.kind) && person.name !== "slackbot");
  at("me").append(...people.map((person) => make("option", { value: person.id }, `${person.display} – ${person.role}`)));
  at("me").value = room.me;
  at("me").addEventListener("change", () => {
    room.me = at("me").value;
    become();
    refreshModals();
  });
}

// On a wide page the chat has one of the others at its side; on a narrow one they take turns.
function startViews() {
  for (const button of at("views").querySelectorAll("button")) {
    button.addEventListener("click", () => view(button.dataset.view));
  }
  view("slack");
}

function view(name) {
  document.body.dataset.view = name;
  if (name !== "slack") document.body.dataset.side = name;
  else if (document.body.dataset.side === "thread") document.body.dataset.side = "aws";
  for (const button of at("views").querySelectorAll("button")) {
    const isShown = button.dataset.view === name || (name === "thread" && button.dataset.view === "slack");
    if (isShown) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  settle();
}

let silence;

/** Tells why something could not be done. */
function tell(sentence) {
  at("trouble").textContent = sentence;
  clearTimeout(silence);
  silence = setTimeout(() => { at("trouble").textContent = ""; }, 8000);
}

// MARK: News

async function follow() {
  let place = "";
  for (;;) {
    try {
      const answer = await get(`/api/news?at=${place}`);
      place = answer.at;
      take(answer.news);
      isCaughtUp ||= answer.news.length < portion;
      at("trouble").classList.remove("lasting");
    } catch {
      at("trouble").textContent = "The sandbox does not answer. It may have ended.";
      at("trouble").classList.add("lasting");
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await reloadIfNew();
    }
  }
}

/** A sandbox that was started anew has nothing of what is shown here. */
async function reloadIfNew() {
  try {
    const fresh = await get("/api/room");
    if (fresh.run !== room.run) location.reload();
    at("trouble").textContent = "";
  } catch {
    // Not there yet.
  }
}

function take(news) {
  for (const item of news) {
    const subject = apply(item);
    noteWire(item);
    if (item.kind === "estate") noteEstate(item);
    if (!isCaughtUp) continue;
    if (["posted", "file", "failed"].includes(item.kind) && isForMe(subject)) {
      noteMessage(subject);
      if (subject.author !== room.me) announce(announcement(subject));
    }
    if (item.kind === "modalRefused") refuseModal(item.modal.id, item.errors);
    if (item.kind === "failed" && item.person === room.me) freeModal();
  }
  if (news.some((item) => item.kind === "estate")) refreshEstate();
  if (news.some((item) => item.kind === "jira")) refreshTickets();
  refreshModals();
  draw();
}

function announce(words) {
  at("announcer").append(make("p", {}, words));
  while (at("announcer").children.length > 20) at("announcer").firstElementChild.remove();
}

start();
