// A card for each measure of the period: its value in each currency, how that stands against the time before, and a way to the orders.
import { changePill } from "./change.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { currenciesOf, measures, valueOf, valueText } from "./measures.js";

// More currencies than these are shown on demand, so that one card does not hide the page.
const shownCurrencies = 4;

export class Cards {
  /** `pick(measure)` draws a measure in the chart; `explain(measure, currency)` shows the orders behind a number. */
  constructor({ pick, explain }) {
    this.cards = measures.map((measure) => card(measure, pick, explain));
    this.root = element("div", { class: "cards" }, ...this.cards);
  }

  show(reading, view, names) {
    const currencies = currenciesOf(reading);
    this.cards.forEach((one) => one.update(reading.totals, currencies, view, names));
  }
}

function card(measure, pick, explain) {
  const title = element("button", { type: "button", class: "pick", text: measure.name, title: `${measure.hint}. Draw it in the chart.`, onclick: () => pick(measure.key) });
  const values = element("ul", { class: "values" });
  const note = element("p", { class: "note", hidden: true });
  let isOpen = false;
  const more = element("button", { type: "button", class: "more", "aria-expanded": "false", hidden: true, onclick: () => {
    isOpen = !isOpen;
    more.show();
  } });
  const root = element("section", { class: "card measure", "data-measure": measure.key, "aria-label": measure.name },
    element("h2", {}, title), values, more, note);
  let last = [];
  more.show = () => {
    const rest = last.length - shownCurrencies;
    more.hidden = rest <= 0;
    setAttribute(more, "aria-expanded", String(isOpen));
    setText(more, isOpen ? "Show fewer" : `And ${rest} more`);
    [...values.children].forEach((row, index) => (row.hidden = !isOpen && index >= shownCurrencies));
  };
  root.update = (totals, currencies, view, names) => {
    last = !measure.isMoney ? [""] : currencies.filter((currency) => hasAny(totals, measure, currency));
    setText(note, last.length === 0 ? "None" : "");
    note.hidden = note.textContent === "";
    setAttribute(title, "aria-pressed", String(view.measure === measure.key));
    root.dataset.isMany = String(last.length > 2);
    values.style.setProperty("--characters", Math.max(6, ...last.map((currency) => valueText(valueOf(totals, measure, currency), measure, currency).length)));
    list(values, last.map((currency) => ({ currency, totals, names })), ({ currency }) => currency, (currency) => row(measure, currency, explain));
    more.show();
  };
  return root;
}

/** Whether there is anything of a measure in a currency, now or then. */
function hasAny(totals, measure, currency) {
  return [totals, totals.comparison, totals.comparison?.whole].some((figures) => figures && Number(valueOf(figures, measure, currency) ?? 0) !== 0);
}

function row(measure, currency, explain) {
  const number = element("button", { type: "button", class: "number", title: "Show the orders behind this number", onclick: () => explain(measure, currency) });
  const change = changePill();
  const then = element("span", { class: "then" });
  const root = element("li", { "data-currency": currency || null }, number, element("div", { class: "against" }, change, then));
  root.update = ({ totals, names }) => {
    const value = valueOf(totals, measure, currency);
    setAttribute(number, "data-value", value);
    setText(number, valueText(value, measure, currency));
    number.disabled = value === null;
    const { comparison } = totals;
    const of = (figures) => (measure.isMoney ? figures?.[measure.key]?.[currency] : figures?.[measure.key]);
    const before = comparison ? valueOf(comparison, measure, currency) : null;
    setAttribute(then, "data-then", before);
    const whole = comparison?.whole ? valueOf(comparison.whole, measure, currency) : null;
    setText(then, before === null ? "" : `${valueText(before, measure, currency)} ${names.then}${whole === null ? "" : `, ${valueText(whole, measure, currency)} in all`}`);
    // Without orders on both sides there is an average on one at most, which is no change of it. Any other sum that is missing is zero.
    const difference = comparison && (of(comparison.difference) ?? (measure.isAverage ? null : "0"));
    change.show(before === null || !names.hasThen ? null : difference, of(comparison?.ratio), measure.better, names.against);
  };
  return root;
}
