// The whole ranking of the period in a dialog: page by page, with a search over names and SKUs.
import { ask, problemOf } from "./api.js";
import { openDialog } from "./dialog.js";
import { element, list, setText } from "./dom.js";
import { count } from "./format.js";
import { itemRow, moreName, rankValue } from "./itemRows.js";
import { nameOf, onNames } from "./names.js";

const pageSize = 500;

// Maximum number of rows drawn; a search finds the others.
const rowsShown = 100;

/** Shows all items of `parameters`, which have the range of a reading, as `by` ranks them. */
export function showAllItems({ parameters, by, names, explain }) {
  const search = element("input", { type: "search", placeholder: "Name or SKU", "aria-label": "Search by name or SKU" });
  const status = element("p", { class: "soft", role: "status" });
  const body = element("tbody");
  const more = element("button", { type: "button", class: "toggle", text: "Show more", hidden: true });
  const reading = new AbortController();
  const state = { items: [], total: null, isChanged: false, limit: rowsShown };
  const draw = () => {
    const words = search.value.trim().toLocaleLowerCase();
    const found = state.items.map((item, index) => ({ item, place: index + 1 }))
      .filter(({ item }) => `${item.sku} ${nameOf(item.sku) ?? ""}`.toLocaleLowerCase().includes(words));
    const most = Math.max(0, ...state.items.map((item) => Number(rankValue(item, by))));
    list(body, found.slice(0, state.limit).map(({ item, place }) => ({ item, place, by, most, names })), ({ item }) => item.sku, () => ranked(explain));
    more.hidden = found.length <= state.limit;
    const read = state.total === null ? "Reading …" : state.items.length < Number(state.total) ? `${count(state.items.length)} of ${count(state.total)} items read …` : `${count(state.items.length)} items`;
    setText(status, `${words ? `${count(found.length)} found; ` : ""}${read}${state.isChanged ? "; orders came in while they were read" : ""}`);
  };
  search.addEventListener("input", draw);
  more.addEventListener("click", () => {
    state.limit += rowsShown;
    draw();
  });
  const forget = onNames(draw);
  openDialog("All items of the period", [
    element("div", { class: "dialog-tools" }, search, status),
    element("div", { class: "table-host", tabindex: "0", role: "group", "aria-label": "All items" }, element("table", { class: "items" },
      element("thead", {}, element("tr", {}, ...["#", "Item", "Units", "Orders", "Revenue", moreName(by), names.compared ? "Change" : null].filter(Boolean)
        .map((text) => element("th", { scope: "col", class: text === "Orders" ? "minor" : null, text })))), body)),
    more,
  ], () => {
    reading.abort();
    forget();
  });
  search.focus();
  draw();
  readAll(parameters, reading.signal, (page) => {
    state.items.push(...page.items);
    state.total ??= page.total.items;
    state.isChanged ||= Boolean(page.changed);
    draw();
  }).catch((error) => reading.signal.aborted || setText(status, problemOf(error)));
}

async function readAll(parameters, signal, take) {
  let cursor = null;
  do {
    const page = await ask("aggregates/items", { ...parameters, top: String(pageSize), ...(cursor ? { cursor } : {}) }, signal);
    take(page);
    cursor = page.cursor;
  } while (cursor !== null);
}

function ranked(explain) {
  const row = itemRow(explain);
  const place = element("td", { class: "place" });
  row.prepend(place);
  const { update } = row;
  row.update = (datum) => {
    setText(place, count(datum.place));
    update(datum);
  };
  return row;
}
