// The wire pane: what goes between Slack and the app, newest first.
import { at, make } from "./dom.js";

const longest = 400;
const sent = new Map();
/** The latest row of each method. */
const calls = new Map();
let rows;
let onlyRefusals = false;

export function startWire() {
  rows = make("tbody");
  at("wire").append(
    make("h2", { id: "wire-title" }, "Wire"),
    make("label", { class: "check" },
      make("input", { type: "checkbox", onchange: (event) => { onlyRefusals = event.target.checked; at("wire").classList.toggle("only-refusals", onlyRefusals); } }),
      " Only what was refused or not answered"),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Envelopes and calls" },
      make("table", { class: "wire" },
        make("caption", {}, `The latest ${longest} envelopes and calls`),
        make("thead", {}, make("tr", {}, ["Time", "From", "What", "Outcome"].map((name) => make("th", { scope: "col" }, name)))),
        rows)));
}

/** A piece of news, where it went over the wire. */
export function noteWire(news) {
  switch (news.kind) {
    case "sent": {
      const { envelope } = news;
      const row = add(news, "Slack", `${envelope.type}: ${envelope.what}${envelope.attempt ? ` (attempt ${envelope.attempt + 1})` : ""}`, "not acknowledged", envelope.payload);
      row.classList.add("refused");
      sent.set(envelope.id, { row, time: news.time });
      break;
    }
    case "acknowledged": {
      const found = sent.get(news.envelope.id);
      if (!found) break;
      const answer = news.envelope.response ? ", with an answer" : "";
      found.row.classList.remove("refused");
      found.row.lastElementChild.textContent = `acknowledged after ${milliseconds(news.time - found.time)}${answer}`;
      break;
    }
    case "called":
      calls.set(news.method, add(news, "app", news.method, news.error ? `refused: ${news.error}` : "ok"));
      calls.get(news.method).classList.toggle("refused", Boolean(news.error));
      break;
    case "refused":
      calls.get(news.method)?.lastElementChild.append(make("ul", {}, news.reasons.map((reason) => make("li", {}, reason))));
      break;
    case "jira":
      add(news, "app to JIRA", news.text, String(news.status)).classList.toggle("refused", news.status >= 400);
      break;
    case "connected":
      add(news, "app", `connection ${news.connection}`, "open");
      break;
    case "disconnected":
      add(news, "app", `connection ${news.connection}`, "closed");
      break;
    case "failed":
      add(news, "Slack to a person", news.text, "").classList.add("refused");
      break;
    default:
  }
}

const milliseconds = (seconds) => `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;

function add(news, from, what, outcome, payload) {
  const time = new Date(news.time * 1000).toISOString().slice(11, 23);
  const detail = payload ? make("details", {}, make("summary", {}, what), make("pre", { tabindex: "0" })) : what;
  // Only what somebody looks at is written out.
  if (payload) detail.addEventListener("toggle", () => { detail.lastElementChild.textContent = JSON.stringify(payload, null, 2); });
  const row = make("tr", {}, make("td", {}, time), make("td", {}, from), make("td", {}, detail), make("td", {}, outcome));
  rows.prepend(row);
  if (rows.children.length > longest) rows.lastElementChild.remove();
  return row;
}
