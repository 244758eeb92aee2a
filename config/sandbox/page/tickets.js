// The JIRA pane: tickets, and closing one.
import { get, post } from "./api.js";
import { at, make, refill } from "./dom.js";
import { link } from "./text.js";

let tell;
let drawn = "";

export function startTickets(actions) {
  ({ tell } = actions);
  refreshTickets();
}

export async function refreshTickets() {
  const { tickets } = await get("/api/tickets");
  // Most calls to JIRA only read; what did not change stays.
  const stamp = JSON.stringify(tickets);
  if (stamp === drawn) return;
  drawn = stamp;
  const open = new Set([...at("jira").querySelectorAll("details[open]")].map((details) => details.id));
  refill(at("jira"),
    make("h2", { id: "jira-title" }, "JIRA"),
    make("p", { class: "hint" }, `${tickets.length} tickets`),
    [...tickets].reverse().map((ticket) => card(ticket, open)));
}

function card(ticket, open) {
  const id = `ticket-${ticket.key}`;
  const facts = [
    ["Status", ticket.status], ["Type", ticket.type], ["Assignee", ticket.assignee ?? "nobody"],
    ["Priority", ticket.priority], ["Labels", ticket.labels.join(", ")], ["Watchers", String(ticket.watchers)],
    ["Links", ticket.links.map((one) => `${one.words} ${one.key}`).join(", ")],
  ].filter(([, value]) => value);
  return make("article", { class: "ticket", "aria-labelledby": `${id}-title` },
    make("h3", { id: `${id}-title`, dir: "auto" }, `${ticket.key}  ${ticket.summary}`),
    make("p", {}, make("span", { class: `status ${ticket.closed ? "done" : ""}` }, ticket.status), ` ${ticket.assignee ?? "unassigned"}`),
    make("details", { id, open: open.has(id) }, make("summary", { "data-key": `${id}-more` }, "Fields, description, comments"),
      make("dl", {}, facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
      ticket.description && make("div", { class: "document" }, documentNodes(ticket.description)),
      ticket.comments.map((comment) => make("div", { class: "comment" }, make("strong", {}, comment.author ?? ""), documentNodes(comment.body)))),
    !ticket.closed && make("button", {
      type: "button", "data-key": `${id}-close`, "aria-label": `Close ${ticket.key}`,
      onclick: () => post("/api/close", { key: ticket.key }).then(refreshTickets, (error) => tell(error.message)),
    }, "Close"));
}

/** Cloud's document format, or Data Center's markup as it is. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
function documentNodes(body) {
  if (typeof body === "string") return [make("pre", { tabindex: "0" }, body)];
  return (body?.content ?? []).map(node);
}

const tags = {
  paragraph: "p", bulletList: "ul", orderedList: "ol", listItem: "li", blockquote: "blockquote", codeBlock: "pre",
  heading: "h4", rule: "hr", hardBreak: "br", tableRow: "tr", tableCell: "td",
};

function node(item) {
  if (item.type === "text") return marked(item);
  const children = (item.content ?? []).map(node);
  if (item.type === "table") return scrolled(make("table", { class: "block-table" }, make("tbody", {}, children)));
  if (item.type === "tableHeader") return make("th", { scope: "col" }, children);
  if (item.type === "mention") return make("span", { class: "mention" }, item.attrs?.text ?? "@?");
  return make(tags[item.type] ?? "div", item.type === "codeBlock" ? { tabindex: "0" } : {}, children);
}

const scrolled = (table) => make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, table);

function marked(item) {
  let result = item.text;
  for (const mark of item.marks ?? []) {
    if (mark.type === "link") result = link(mark.attrs.href, item.text);
    if (mark.type === "strong") result = make("strong", {}, result);
    if (mark.type === "em") result = make("em", {}, result);
    if (mark.type === "code") result = make("code", {}, result);
  }
  return result;
}
