// The newest orders of the filters that the page has, whatever its period is.
import { ask } from "./api.js";
import { openDialog } from "./dialog.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { count, money } from "./format.js";
import { learn, nameOf, onNames } from "./names.js";
import { orderDetails } from "./order.js";
import { secondIn } from "./time.js";

const shown = 10;
const mostLists = 4;
const sought = 100;

export class Newest {
  constructor() {
    this.rows = element("ol", { class: "newest" });
    this.empty = element("p", { class: "empty", hidden: true, text: "No order yet." });
    this.root = element("section", { class: "card newest-card", "aria-labelledby": "newest-title" },
      element("div", { class: "card-head" }, element("h2", { id: "newest-title", text: "Newest orders" })), this.rows, this.empty);
    this.seen = null;
    this.asked = 0;
    onNames(() => this.orders && this.#draw());
  }

  /** Reads the orders again: called when a reading has news. A read that another one overtakes is dropped. */
  async refresh(view) {
    const number = ++this.asked;
    try {
      const orders = (await newestOf(view.filters)).sort(newestFirst).slice(0, shown);
      if (number === this.asked) {
        Object.assign(this, { orders, zone: view.tz });
        learn(orders);
        this.#draw();
      }
    } catch (failure) {
      // Otherwise the state of the page says that the API does not answer; the list is refreshed with the next reading.
      if (failure.status === 403) {
        setText(this.empty, "Your access does not include orders.");
        this.empty.hidden = false;
      }
    }
  }

  #draw() {
    const before = this.seen;
    this.seen = new Set(this.orders.map(({ orderId }) => orderId));
    list(this.rows, this.orders.map((order) => ({ order, zone: this.zone })), ({ order }) => order.orderId, (id) => row(before && !before.has(id)));
    this.empty.hidden = this.orders.length > 0;
  }
}

/**
 * The newest orders of all combinations of the filters' values, since a list of orders takes one value of a dimension. For many combinations
 * they are sought among the newest orders of all, so that a choice of many values costs one request and may show fewer orders.
 */
async function newestOf(filters) {
  const choices = singly(filters);
  if (choices.length <= mostLists) {
    const pages = await Promise.all(choices.map((choice) => ask("orders", { ...choice, limit: String(shown) })));
    return pages.flatMap((page) => page.orders);
  }
  const { orders } = await ask("orders", { limit: String(sought) });
  return orders.filter((order) => Object.entries(filters).every(([name, values]) => values.split(",").includes(order[name] ?? "none")));
}

function newestFirst(a, b) {
  const [one, other] = a.placedAt === b.placedAt ? [a.orderId, b.orderId] : [a.placedAt, b.placedAt];
  return one < other ? 1 : one > other ? -1 : 0;
}

/** Filters with one value for each dimension: all combinations of the values. */
function singly(filters) {
  return Object.entries(filters).reduce(
    (made, [name, values]) => made.flatMap((one) => values.split(",").map((value) => ({ ...one, [name]: value }))), [{}]);
}

function row(isNew) {
  const [time, what, sum] = [element("time"), element("bdi", { class: "what" }), element("b")];
  let last = null;
  const button = element("button", { type: "button", onclick: () => openDialog(`Order ${last.order.reference ?? last.order.orderId}`, [orderDetails(last.order, last.zone)]) }, time, what, sum);
  const root = element("li", { class: isNew ? "new" : null }, button);
  root.update = ({ order, zone }) => {
    last = { order, zone };
    const isCancelled = order.status === "CANCELLED";
    setAttribute(root, "data-order", order.orderId);
    root.classList.toggle("cancelled", isCancelled);
    setAttribute(time, "datetime", order.placedAt);
    setText(time, secondIn(order.placedAt, zone));
    const { lines } = order;
    const skus = [...new Set(lines.map(({ sku }) => sku))];
    const units = lines.reduce((all, { quantity }) => all + Number(quantity), 0);
    const first = lines[0].name ?? nameOf(lines[0].sku) ?? lines[0].sku;
    setText(what, `${count(units)} × ${first}${skus.length > 1 ? ` and ${skus.length - 1} more` : ""}`);
    setText(sum, isCancelled ? "cancelled" : money(order.total, order.currency));
  };
  return root;
}
