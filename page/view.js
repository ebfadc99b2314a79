// What the page shows: period, zone, comparison, filters, measure. All of it is in the address, so that a link shows the same to a colleague.
import { periodName, stepOf } from "./periods.js";

/** The zone that times are shown in unless another was chosen: the browser's. */
export const ownZone = (() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== "Etc/Unknown" ? zone : "UTC";
})();

const defaults = {
  window: "today", from: "", to: "", tz: ownZone, compare: "previous", step: "", measure: "revenue", currency: "", shown: "",
  groupBy: "channel", by: "units", order: "desc", chart: "steps",
};

/** Reads an address. `dimensions` are the names of what orders can be filtered by. */
export function readView(address, dimensions) {
  const parameters = new URL(address).searchParams;
  const view = { ...defaults, filters: {} };
  for (const name of Object.keys(defaults)) {
    view[name] = parameters.get(name) ?? defaults[name];
  }
  if (view.from && view.to) {
    view.window = "";
  } else {
    view.from = view.to = "";
  }
  for (const name of dimensions.filter((dimension) => parameters.has(dimension))) {
    view.filters[name] = parameters.get(name);
  }
  return view;
}

/** The address of a view, relative to the page. The zone is always in it: a colleague's may be another. */
export function addressOf(view) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(defaults)) {
    if (name === "tz" || (view[name] !== value && (view[name] || name === "compare" || name === "window"))) {
      parameters.set(name, view[name]);
    }
  }
  if (view.from) {
    parameters.delete("window");
  }
  Object.entries(view.filters).forEach(([name, value]) => parameters.set(name, value));
  return `?${parameters}`;
}

/** A change of a view, with what no longer fits put right. */
export function changed(view, change) {
  const next = { ...view, ...change };
  if ((change.window || change.from) && !change.step) {
    next.step = "";
  }
  if (!next.compare && next.by.endsWith("Change")) {
    next.by = "units";
  }
  return next;
}

/** The parameters of the period and of the filters, which all questions of the page share. */
export function scopeOf(view) {
  const period = view.window ? { window: view.window } : { from: view.from, to: view.to };
  return { ...period, tz: view.tz, ...(view.currency ? { currency: view.currency } : {}), ...view.filters };
}

const compareOf = (view) => (view.compare ? { compare: view.compare } : {});

/** The parameters of the ranking. */
export function rankingOf(view) {
  return { ...compareOf(view), by: view.by, order: view.order };
}

/** The parameters of the chart. */
export const seriesOf = (view) => ({
  ...compareOf(view), step: stepOf(view, view.step), include: view.chart === "sum" ? "averageOrderValue,cumulative" : "averageOrderValue",
});

/** The one question whose answer is all that the page shows. */
export function questionOf(view) {
  return new URLSearchParams({
    ...scopeOf(view), ...seriesOf(view), ...rankingOf(view), groupBy: view.groupBy, top: "10",
  }).toString();
}

/** A name for the view, for the title of the page and for files. */
export const titleOf = (view) => (view.window ? periodName(view) : `${view.from} – ${view.to}`);
