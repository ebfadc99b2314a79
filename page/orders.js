// The orders behind a number: a dialog that lists them with what each adds, until their sum is the number.
import { ask, problemOf } from "./api.js";
import { add, areEqual } from "./decimal.js";
import { openDialog } from "./dialog.js";
import { element, setText } from "./dom.js";
import { exportButton } from "./export.js";
import { count, money } from "./format.js";
import { measureOf, valueOf, valueText } from "./measures.js";
import { learn } from "./names.js";
import { orderDetails } from "./order.js";
import { momentIn, range } from "./time.js";

const pageSize = 100;

// Number of pages that are read at once; the rest are read on demand.
const pagesAtOnce = 5;

/**
 * Shows the orders behind a number. `what` has `title`, `parameters` (range, zone, filters, `sku`, `currency`), `measure`, `currency` and
 * `zone`.
 */
export function showOrders(what) {
  const measure = measureOf(what.measure === "averageOrderValue" ? "revenue" : what.measure);
  const list = element("tbody");
  const status = element("p", { class: "dialog-sum", role: "status" });
  const more = element("button", { type: "button", class: "primary", text: "Read more orders", hidden: true });
  const reading = new AbortController();
  const table = () => ({ path: "aggregates/explain", parameters: { ...what.parameters, limit: String(pageSize) }, name: "orders" });
  const subtitle = element("p", { class: "soft" });
  openDialog(what.title, [
    subtitle, status,
    element("div", { class: "table-host", tabindex: "0", role: "group", "aria-label": "Orders" }, element("table", { class: "orders" },
      element("thead", {}, element("tr", {}, ...["Order", "Placed", "Status", "Units", measure.isMoney ? measure.name : "Revenue"].map((text) => element("th", { scope: "col", text })))),
      list)),
    element("div", { class: "dialog-foot" }, more, exportButton("these orders", table)),
  ], () => reading.abort());

  const state = { cursor: null, total: null, sum: null, listed: 0 };
  const read = async () => {
    more.hidden = true;
    try {
      for (let pages = 0; pages < pagesAtOnce; pages++) {
        const page = await ask("aggregates/explain", { ...what.parameters, limit: String(pageSize), ...(state.cursor ? { cursor: state.cursor } : {}) }, reading.signal);
        take(page, state, what, measure, list);
        setText(subtitle, `${range(page.from, page.to)}, ${what.zone}`);
        setText(status, sumText(state, measure, what.currency));
        status.dataset.state = state.cursor === null && state.sum !== null && state.total !== null && areEqual(state.sum, state.total) ? "equal" : "open";
        if (state.cursor === null) {
          return;
        }
      }
      more.hidden = false;
    } catch (error) {
      if (!reading.signal.aborted) {
        setText(status, problemOf(error));
        more.hidden = false;
      }
    }
  };
  more.addEventListener("click", read);
  read();
}

/** Adds a page to what is listed: the orders that add something to the measure. */
function take(page, state, what, measure, list) {
  const { currency } = what;
  if (page.total) {
    state.total = valueOf(page.total, measure, currency);
    state.sum = state.total === null ? null : "0";
  }
  for (const order of page.orders) {
    const value = valueOf(order, measure, currency);
    if (state.sum !== null && value !== null && Number(value) !== 0) {
      state.sum = add(state.sum, value);
    }
    if (adds(order, measure, value)) {
      state.listed++;
      list.append(row(order, measure, what));
    }
  }
  state.cursor = page.cursor;
}

/** Whether an order belongs to the list of a measure: cancelled orders add nothing but to the cancellations. */
function adds(order, measure, value) {
  return measure.key === "revenue" ? order.status !== "CANCELLED" : value !== null && Number(value) !== 0;
}

function sumText({ cursor, total, sum, listed }, measure, currency) {
  const orders = `${count(listed)} order${listed === 1 ? "" : "s"}`;
  const shown = (value) => valueText(value, measure, currency);
  if (sum === null) {
    return orders;
  }
  if (cursor !== null) {
    return `${orders} so far, ${shown(sum)} of ${shown(total)}`;
  }
  return areEqual(sum, total) ? `${orders} add up to ${shown(sum)}` : `${orders} add up to ${shown(sum)}; ${shown(total)} was counted when the list began`;
}

function row(order, measure, { zone }) {
  const details = element("tr", { class: "details", hidden: true });
  const toggle = element("button", { type: "button", class: "number", "aria-expanded": "false" }, element("bdi", { text: order.reference ?? order.orderId.slice(0, 8) }));
  toggle.title = order.orderId;
  const moneys = Object.entries((measure.isMoney ? order[measure.key] : null) ?? order.revenue);
  const main = element("tr", { "data-order": order.orderId },
    element("th", { scope: "row" }, toggle),
    element("td", { text: momentIn(order.placedAt, zone) }),
    element("td", { text: order.status.toLowerCase() }),
    element("td", { text: count(order.units) }),
    element("td", {}, ...moneys.map(([code, sum]) => element("div", { text: money(sum, code) }))));
  toggle.addEventListener("click", async () => {
    const isOpen = toggle.getAttribute("aria-expanded") === "true";
    toggle.setAttribute("aria-expanded", String(!isOpen));
    details.hidden = isOpen;
    if (!isOpen && details.children.length === 0) {
      const cell = element("td", { colspan: "5", text: "Reading …" });
      details.append(cell);
      try {
        const whole = await ask(`orders/${encodeURIComponent(order.orderId)}`);
        learn([whole]);
        cell.replaceChildren(orderDetails(whole, zone));
      } catch (error) {
        cell.textContent = problemOf(error);
      }
    }
  });
  const rows = document.createDocumentFragment();
  rows.append(main, details);
  return rows;
}
