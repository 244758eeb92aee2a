// The AWS pane: accounts × regions, and what can be done to them.
import { get, post } from "./api.js";
import { show } from "./dialogs.js";
import { at, make, newID, refill } from "./dom.js";

const portion = 60;
const state = { estate: undefined, filter: "", shown: portion, notes: [] };
let tell;

export function startEstate(actions) {
  ({ tell } = actions);
  refreshEstate();
}

/** Something changed in AWS. */
export function noteEstate(news) {
  state.notes = [{ time: news.time, text: news.text }, ...state.notes].slice(0, 20);
}

export async function refreshEstate() {
  state.estate = await get("/api/estate");
  draw();
}

function draw() {
  const { accounts, regions } = state.estate;
  const wanted = state.filter.toLowerCase();
  const found = accounts.filter((account) => `${account.id} ${account.name}`.toLowerCase().includes(wanted));
  const shown = found.slice(0, state.shown);
  const rest = found.length - shown.length;
  refill(at("aws"),
    make("h2", { id: "aws-title" }, "AWS"),
    make("p", { class: "hint" }, "What AWS is like, whatever the bot thinks of it."),
    make("div", { class: "row" },
      make("label", {}, "Find an account ", make("input", {
        type: "search", value: state.filter, "data-key": "estate-filter",
        oninput: (event) => { state.filter = event.target.value; state.shown = portion; draw(); },
      })),
      make("button", { type: "button", "data-key": "estate-add", "aria-haspopup": "dialog", onclick: addAccount }, "Open an account…")),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Accounts and regions" },
      make("table", { class: "estate" },
        make("caption", {}, `${found.length} accounts, ${regions.length} regions`),
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Account"), regions.map((region) => make("th", { scope: "col" }, region)))),
        make("tbody", {}, shown.map((account) => row(account, regions))))),
    rest > 0 && make("button", { type: "button", "data-key": "estate-more", onclick: () => { state.shown += portion; draw(); } }, `Show ${Math.min(rest, portion)} more of ${rest}`),
    make("h3", {}, "What happened"),
    state.notes.length
      ? make("ul", { class: "notes" }, state.notes.map((note) => make("li", {}, `${new Date(note.time * 1000).toLocaleTimeString()} ${note.text}`)))
      : make("p", { class: "hint" }, "Nothing changed yet."));
  restoreCaret();
}

function restoreCaret() {
  const input = document.activeElement;
  if (input?.dataset.key === "estate-filter") input.setSelectionRange(input.value.length, input.value.length);
}

function row(account, regions) {
  return make("tr", {},
    make("th", { scope: "row" },
      make("bdi", {}, account.name), make("span", { class: "id" }, account.id),
      make("button", {
        type: "button", class: "quiet", "data-key": `account-${account.id}`, "aria-haspopup": "dialog",
        "aria-label": `Break or mend ${account.name}`, onclick: () => change(account.id),
      }, "Break or mend…")),
    regions.map((region) => {
      const cell = account.regions[region];
      return make("td", { class: `state ${cell?.state ?? "off"}` }, cell?.words ?? "not enabled");
    }));
}

/** What can be done to an account; stays open, so that one sees what one did. */
function change(id) {
  const title = newID("change");
  const dialog = make("dialog", { class: "deeds", "aria-labelledby": title });
  const fill = () => {
    const account = state.estate.accounts.find((one) => one.id === id);
    const deed = (words, name, trail) => make("button", {
      type: "button", "data-key": `deed-${trail ?? ""}-${name.slice(0, 3)}`,
      onclick: async () => {
        try {
          await post("/api/estate", { deed: name, account: id, trail });
          await refreshEstate();
          fill();
        } catch (error) {
          tell(error.message);
        }
      },
    }, words);
    refill(dialog,
      make("h2", { id: title }, make("bdi", {}, account.name), ` (${id})`),
      account.trails.map((trail) => make("div", { class: "row", role: "group", "aria-label": `Trail ${trail.name}` },
        make("p", {}, "Trail ", make("code", {}, trail.name), ` in ${trail.home}${trail.multi ? ", for all regions" : ""}: ${trail.logging ? "logging" : "stopped"}${trail.broken ? ", bucket broken" : ""}`),
        trail.logging ? deed("Stop it", "stop", trail.name) : deed("Start it", "start", trail.name),
        trail.broken ? deed("Mend its bucket", "mend", trail.name) : deed("Break its bucket", "break", trail.name))),
      account.trails.length === 0 && make("p", {}, "It has no trail of its own."),
      make("div", { class: "row", role: "group", "aria-label": "The account" },
        account.denied ? deed("Allow the bot's role", "allow") : deed("Deny the bot's role", "deny"),
        account.troubled ? deed("Let AWS answer again", "relieve") : deed("Throttle CloudTrail", "throttle")),
      make("form", { method: "dialog", class: "row end" }, make("button", { class: "primary", "data-key": "deed-done" }, "Done")));
  };
  fill();
  show(dialog);
}

function addAccount() {
  const title = newID("add");
  const error = make("p", { class: "error", role: "alert" });
  const id = make("input", { required: true, inputmode: "numeric", maxlength: 12, value: "999999999999" });
  const name = make("input", { required: true, maxlength: 60, value: "new-venture" });
  const dialog = make("dialog", { "aria-labelledby": title },
    make("form", {
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await post("/api/estate", { deed: "add", account: id.value, name: name.value });
          await refreshEstate();
          dialog.close();
        } catch (refusal) {
          error.textContent = refusal.message;
        }
      },
    },
      make("h2", { id: title }, "Open an account"),
      make("p", { class: "hint" }, "It has no trail. Where the scenario has an organization, the bot finds it within half a minute; elsewhere it watches the accounts that its config.json names."),
      make("label", {}, "Account id", id), make("label", {}, "Name", name), error,
      make("div", { class: "row end" },
        make("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        make("button", { class: "primary" }, "Open it"))));
  show(dialog);
}
