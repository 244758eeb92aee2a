// What a word that is being written may become: @people, #channels and the slash command, offered as one types.
// A text box with a list: https://www.w3.org/WAI/ARIA/apg/patterns/combobox
import { make, newID } from "./dom.js";
import { myChannels, room } from "./room.js";

const most = 8;

/** Offers completions below a message box. What is chosen is written into the box. */
export function completing(box) {
  const list = make("ul", { id: newID("completions"), class: "completions", role: "listbox", "aria-label": "Completions", hidden: true });
  const state = { offers: [], active: 0, from: 0 };
  box.before(make("div", { class: "completing" }, list));
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-controls", list.id], ["autocomplete", "off"]]) box.setAttribute(name, value);

  const close = () => {
    list.hidden = true;
    state.offers = [];
    box.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    list.replaceChildren(...state.offers.map((offer, index) => make("li", {
      id: `${list.id}-${index}`, role: "option", "aria-selected": String(index === state.active),
      onmousedown: (event) => { event.preventDefault(); choose(offer); },
    }, make("strong", {}, offer.text), " ", make("span", {}, offer.about))));
    list.hidden = false;
    box.setAttribute("aria-activedescendant", `${list.id}-${state.active}`);
  };
  const choose = (offer) => {
    box.setRangeText(`${offer.text} `, state.from, box.selectionStart, "end");
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = () => {
    const word = box.value.slice(0, box.selectionStart).match(/(?:^|\s)([@#/][\w.-]*)$/)?.[1];
    const isWhole = word?.startsWith("/") && box.selectionStart !== word.length;
    const offers = word && !isWhole ? offersFor(word) : [];
    if (!offers.length) return close();
    Object.assign(state, { offers, active: 0, from: box.selectionStart - word.length });
    draw();
  };
  const keys = {
    ArrowDown: () => { state.active = (state.active + 1) % state.offers.length; draw(); },
    ArrowUp: () => { state.active = (state.active + state.offers.length - 1) % state.offers.length; draw(); },
    Enter: () => choose(state.offers[state.active]),
    Tab: () => choose(state.offers[state.active]),
    Escape: close,
  };
  box.addEventListener("input", look);
  box.addEventListener("blur", close);
  // Before the box's own keys: Enter chooses here, and sends there.
  box.addEventListener("keydown", (event) => {
    if (list.hidden || !keys[event.key] || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  });
}

/** What starts as the word does; nothing where the word is whole already. */
function offersFor(word) {
  const wanted = word.slice(1).toLowerCase();
  const all = { "@": people, "#": channels, "/": commands }[word[0]]();
  const found = all.filter((offer) => [offer.text.slice(1), ...offer.also].some((name) => name.toLowerCase().startsWith(wanted)));
  return found.length === 1 && found[0].text === word ? [] : found.slice(0, most);
}

// The bot first: it is the one people talk to here.
function people() {
  const others = [...room.people.values()].filter((one) => one.name !== "slackbot");
  others.sort((one, other) => Number(other.id === room.bot) - Number(one.id === room.bot));
  return others.map((one) => ({ text: `@${one.name}`, about: one.display, also: one.display.split(" ") }));
}

const channels = () => myChannels().map((channel) => ({ text: `#${channel.name}`, about: "", also: [] }));
const commands = () => [{ text: room.command, about: room.hint, also: [] }];
