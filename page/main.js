// The page: a view in the address, one source of readings, and the parts that show each reading.
import { Ringing } from "./alerts.js";
import { showAllItems } from "./allItems.js";
import { beginSession } from "./api.js";
import { Cards } from "./cards.js";
import { Chart, options } from "./chart.js";
import { element, setText } from "./dom.js";
import { exportButton } from "./export.js";
import { Filters } from "./filters.js";
import { Groups } from "./groups.js";
import { currenciesOf, measureOf } from "./measures.js";
import { escaped, nameOf, onNames } from "./names.js";
import { Newest } from "./newest.js";
import { showOrders } from "./orders.js";
import { comparisons } from "./periods.js";
import { PeriodPicker } from "./picker.js";
import { Ranking } from "./ranking.js";
import { Shared } from "./shared.js";
import { Source } from "./source.js";
import { Status } from "./status.js";
import { range } from "./time.js";
import { addressOf, changed, questionOf, rankingOf, readView, scopeOf, seriesOf, titleOf } from "./view.js";
import { zoneSelect } from "./zones.js";

const main = document.getElementById("main");
const site = await fetch("page/site.json").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
if (!site) {
  // Without it, whether the viewer must sign in is not known.
  document.querySelector(".zone").hidden = true;
  main.replaceChildren(element("div", { class: "card sign-in" }, element("h1", { text: "The page cannot start" }),
    element("p", { role: "status", text: "The server does not say what the page needs to know. Try again in a moment." }),
    element("button", { type: "button", class: "primary", text: "Reload", onclick: () => location.reload() })));
  await new Promise(() => {});
}
const { pages, dimensions, streams = [], signIn = null } = site;
if (signIn) {
  const { signedIn } = await import("./signIn.js");
  beginSession(await signedIn(signIn));
}
let view = readView(location.href, dimensions);
// What is on the page: a reading, and the view that it answers.
let shown = null;
// Shows an open dialog of goals, marks or alerts as they are now.
let redrawDialog = () => {};

const change = (how) => go(changed(view, how));
const zone = zoneSelect(document.getElementById("zone"), change);
const period = new PeriodPicker(change);
const compare = element("select", { id: "compare", onchange: () => change({ compare: compare.value }) });
const filters = new Filters(dimensions, change);
const status = new Status();
const link = element("button", { type: "button", class: "toggle", text: "Copy link", title: "Copy the address of what is shown, for a colleague", onclick: copyLink });
const cards = new Cards({ pick: (measure) => change({ measure }), explain: (measure, currency) => explain({ measure: measure.key, currency, title: measure.name }) });
const goals = new Shared("goals", 60, sharedChanged);
const marks = new Shared("marks", 60, sharedChanged);
const alerts = new Shared("alerts", 15, sharedChanged);
const ringing = new Ringing(openAlerts);
const chart = new Chart({
  change,
  note: openNotes,
  table: () => ({ path: "aggregates/series", parameters: { ...fixed(), ...seriesOf(shown.view) }, name: fileName("chart") }),
  explain: (point, measure, currency) => explain({ measure: measure.key, currency, title: `${measure.name}, ${point.title}`, from: point.from, to: point.to }),
});
const ranking = new Ranking({
  change,
  table: () => ({ path: "aggregates/items", parameters: { ...fixed(), ...allCurrencies(), ...rankingOf(shown.view), top: "1000" }, name: fileName("items") }),
  explain: explainItem,
  showAll: () => showAllItems({ parameters: { ...fixed(), ...rankingOf(shown.view) }, by: shown.view.by, names: names(), explain: explainItem }),
});
const groups = new Groups(dimensions, {
  change,
  table: () => ({ path: "aggregates/totals", parameters: { ...fixed(), groupBy: shown.view.groupBy }, name: fileName(shown.view.groupBy) }),
  explain: (dimension, value, key, currency) => explain({ measure: key, currency, title: `${measureOf(key).name}, ${dimension} ${value}`, more: { [dimension]: value } }),
});
const newest = new Newest();

const heading = element("h1", { class: "unseen" });
main.append(
  heading, ringing.root,
  element("div", { class: "toolbar" }, period.root,
    element("label", { class: "compare" }, element("span", { text: "against" }), " ", compare),
    filters.root, element("div", { class: "toolbar-end" }, status.root, ringing.button, link,
      exportButton("the totals", () => ({ path: "aggregates/totals", parameters: { ...fixed(), ...(shown.view.compare ? { compare: shown.view.compare } : {}), include: "averageOrderValue" }, name: fileName("totals") })))),
  element("div", { class: "sales", "aria-busy": "true" }, cards.root, chart.root, ranking.root, groups.root, newest.root));
const sales = main.lastChild;
document.getElementById("pages").append(...pages.map(({ title, href }) => element("a", { href, text: title })));

const source = new Source({
  streams,
  onReading(reading) {
    shown = { reading, view };
    draw();
    newest.refresh(view);
  },
  onState(state) {
    status.say(state);
    sales.classList.toggle("stale", !state.isLive);
  },
});

function draw() {
  const { reading } = shown;
  sales.setAttribute("aria-busy", "false");
  sales.dataset.asOf = reading.asOf;
  showControls();
  [cards, chart, ranking, groups].forEach((part) => part.show(reading, shown.view, names()));
  status.show(reading, shown.view);
}

/** What stands beside numbers: what the period and what it is compared with are called. */
function names() {
  const then = shown.reading.totals.comparison;
  return {
    period: titleOf(shown.view),
    compared: then ? range(then.from, then.to) : "",
    then: then?.whole ? "by then" : "then",
    comparedName: comparisons(shown.view).find(({ compare: value }) => value === shown.view.compare)?.name ?? "then",
    against: then ? `against ${range(then.from, then.to)}` : "",
    // A shop that had no orders then would see every number as new, and a line at zero.
    hasThen: Boolean(then) && Number(then.orders) + Number(then.cancelled) > 0,
    goals: goals.items,
    marks: marks.items,
  };
}

function showControls() {
  const reading = shown?.view === view ? shown.reading : null;
  zone.show(view);
  period.show(view, reading);
  options(compare, comparisons(view).map(({ compare: value, name }) => [value, name]), view.compare);
  filters.show(view, reading);
  setText(heading, `Sales, ${titleOf(view)}`);
  document.title = `${titleOf(view)} – Sales`;
}

/** Shows a view, and leaves the one before in the browser's history. */
function go(next) {
  view = next;
  history.pushState(null, "", addressOf(view));
  ask();
}

/** Asks for the view; one that the last answer holds as well is shown at once. */
function ask() {
  if (shown && questionOf(shown.view) === questionOf(view)) {
    shown.view = view;
    draw();
  } else {
    sales.setAttribute("aria-busy", "true");
    showControls();
  }
  source.ask(questionOf(view));
  goals.ask("");
  marks.ask(new URLSearchParams({ tz: view.tz }).toString());
  alerts.ask("");
}

/** The parameters of the range that the reading has, so that a file and a list of orders are of what is shown. */
function fixed() {
  const { window, ...scope } = scopeOf(shown.view);
  return { ...scope, from: shown.reading.from, to: shown.reading.to };
}

/** The currencies of all pages of a table, so that all have the same columns. */
function allCurrencies() {
  const currencies = shown.view.currency || currenciesOf(shown.reading).join(",");
  return currencies ? { currency: currencies } : {};
}

function explain({ measure, currency, title, from = shown.reading.from, to = shown.reading.to, more = {} }) {
  const { currency: filtered, ...scope } = fixed();
  showOrders({ title: `${title}${currency ? ` in ${currency}` : ""}`, measure, currency, zone: shown.view.tz, parameters: { ...scope, from, to, ...(currency ? { currency } : {}), ...more } });
}

function explainItem(sku, measure, currency) {
  explain({ measure, currency, title: `${measureOf(measure).name}, ${nameOf(sku) ?? sku}`, more: { sku: escaped(sku) } });
}

/** Called when goals, marks or alerts are others, or are shown by another clock. */
function sharedChanged() {
  ringing.show(alerts.items, alerts.unreadable);
  redrawDialog();
  if (shown) {
    chart.show(shown.reading, shown.view, names());
  }
}

/** What a dialog of goals, marks or alerts begins with. */
function context() {
  const reading = shown?.reading;
  return {
    zone: view.tz, measure: view.measure, currency: chart.currency ?? "", currencies: reading ? currenciesOf(reading) : [],
    items: (reading?.ranking.items ?? []).map(({ sku }) => ({ sku, name: nameOf(sku) })), closed: () => (redrawDialog = () => {}),
  };
}

async function openNotes(mark) {
  const { showNotes } = await import("./notesDialog.js");
  redrawDialog = showNotes({ goals, marks, context: context(), mark });
}

async function openAlerts(alert) {
  const { showAlerts } = await import("./alertsDialog.js");
  redrawDialog = showAlerts({ alerts, context: context(), alert });
}

const fileName = (what) => `sales-${what}-${shown.reading.from.slice(0, 10)}-${shown.reading.to.slice(0, 10)}`;

async function copyLink() {
  await navigator.clipboard.writeText(new URL(addressOf(view), location.href).href);
  setText(link, "Copied");
  setTimeout(() => setText(link, "Copy link"), 2000);
}

addEventListener("popstate", () => {
  view = readView(location.href, dimensions);
  ask();
});
onNames(() => {
  ringing.show(alerts.items, alerts.unreadable);
  if (shown) {
    ranking.show(shown.reading, shown.view, names());
  }
});
history.replaceState(null, "", addressOf(view));
ask();
