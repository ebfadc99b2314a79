// Names of items for people. The aggregates know SKUs; names are in the lines of orders, and the newest order that has one gives it.
import { ask } from "./api.js";

const names = new Map();
const asked = new Set();
const listeners = new Set();

/** The name of an item; null as long as none is known. */
export const nameOf = (sku) => names.get(sku) ?? null;

/** Calls a function when names became known, until the function that is returned is called. */
export function onNames(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Learns the names in orders, the newest first. */
export function learn(orders) {
  let isNew = false;
  for (const { sku, name } of orders.flatMap(({ lines }) => lines ?? [])) {
    asked.add(sku);
    if (name && !names.has(sku)) {
      names.set(sku, name);
      isNew = true;
    }
  }
  if (isNew) {
    listeners.forEach((listener) => listener());
  }
}

let queue = Promise.resolve();

/** Looks for the names of items in their newest orders, one after another; each item once. */
export function wantNames(skus, scope) {
  for (const sku of skus.filter((one) => !asked.has(one))) {
    asked.add(sku);
    queue = queue.then(() => find(sku, scope)).catch((failure) => failure.isFinal || asked.delete(sku));
  }
}

// A page without the item's orders still says where to read on. An item that is rarer than these pages keeps its SKU as its name.
const pagesMax = 6;

async function find(sku, { window, from, to, tz }) {
  const period = window ? { window } : { from, to };
  let cursor = null;
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await ask("aggregates/explain", { ...period, tz, sku: escaped(sku), limit: "1", ...(cursor ? { cursor } : {}) });
    if (page.orders.length > 0) {
      learn([await ask(`orders/${encodeURIComponent(page.orders[0].orderId)}`)]);
    }
    if (page.orders.length > 0 || page.cursor === null) {
      return;
    }
    cursor = page.cursor;
  }
}

/** An SKU as a parameter that takes several by comma. */
export const escaped = (sku) => sku.replaceAll("\\", "\\\\").replaceAll(",", "\\,");
