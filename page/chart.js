// The chart of the period: a measure by step, with the time that it is compared with in dots, or the same as a table.
import { Crosshair } from "./crosshair.js";
import { drawn, element, list, setAttribute, setText } from "./dom.js";
import { count, tick } from "./format.js";
import { currenciesOf, measureOf, valueText } from "./measures.js";
import { stepName, stepOf, stepsOf } from "./periods.js";
import { draw } from "./plot.js";
import { partNames, pointsOf, rest } from "./series.js";
import { exportButton } from "./export.js";
import { goalsOf, lineOf } from "./goals.js";
import { goalRow } from "./goalRows.js";
import { marksAt, marksOf, MarkStrip } from "./marks.js";

export class Chart {
  /**
   * `change(view)` changes the view, `explain(point)` shows the orders of a point, `table()` names the table to export, and `note(mark)`
   * opens goals and marks, at a mark if there is one.
   */
  constructor({ change, explain, table, note }) {
    Object.assign(this, { change, explain, isTable: false, stacked: false, last: null });
    this.title = element("h2", { id: "chart-title" });
    this.currencies = element("select", { "aria-label": "Currency of the chart", onchange: () => change({ shown: this.currencies.value }) });
    this.steps = element("select", { "aria-label": "Step of the chart", onchange: () => change({ step: this.steps.value }) });
    this.sumButton = toggle("Running total", () => change({ chart: this.last.view.chart === "sum" ? "steps" : "sum" }));
    this.stackButton = toggle("", () => this.#toggle("stacked"));
    this.tableButton = toggle("Table", () => this.#toggle("isTable"));
    this.svg = drawn("svg", { "aria-hidden": "true", focusable: "false" });
    this.plot = element("div", { class: "plot", tabindex: "0", role: "slider", "aria-valuemin": "0", "aria-orientation": "horizontal" }, this.svg);
    this.legend = element("ul", { class: "legend" });
    this.goals = element("ul", { class: "goals", "aria-label": "Goals", hidden: true });
    this.strip = new MarkStrip(note);
    const notes = element("button", { type: "button", class: "toggle", text: "Goals and marks", "aria-haspopup": "dialog", onclick: () => note(null) });
    this.table = element("div", { class: "table-host", tabindex: "0", role: "group", "aria-labelledby": "chart-title", hidden: true });
    this.body = element("tbody");
    this.head = element("tr");
    this.table.append(element("table", {}, element("thead", {}, this.head), this.body));
    this.root = element("section", { class: "card chart-card", "aria-labelledby": "chart-title" },
      element("div", { class: "card-head" }, this.title,
        element("div", { class: "tools" }, this.currencies, this.steps, this.sumButton, this.stackButton, this.tableButton, notes, exportButton("the chart", table))),
      this.goals, this.legend, this.plot, this.strip.root, this.strip.paper, this.table);
    this.crosshair = new Crosshair(this.plot, this.svg, {
      textOf: (index) => [this.points[index].title, ...this.#lines(index).map(({ name, value }) => `${name} ${value}`.trim())].join(", "),
      contentOf: (index) => [
        element("b", { text: this.points[index].title }),
        ...this.#lines(index).map(({ name, value, key }) => element("span", {}, element("i", { class: `key ${key}` }), element("bdi", { text: name }), element("b", { text: value }))),
      ],
      open: (index) => explain(this.points[index], this.measure, this.currency),
    });
    new ResizeObserver(() => this.last && this.#draw()).observe(this.plot);
  }

  show(reading, view, names) {
    this.last = { reading, view, names };
    this.measure = measureOf(view.measure);
    const currencies = currenciesOf(reading);
    this.currency = this.measure.isMoney ? (currencies.includes(view.shown) ? view.shown : currencies[0] ?? "") : "";
    options(this.currencies, currencies.map((code) => [code, code]), this.currency);
    this.currencies.hidden = !this.measure.isMoney || currencies.length < 2;
    options(this.steps, stepsOf(view).map(({ step, name }) => [step, `by ${name}`]), stepOf(view, view.step));
    setText(this.stackButton, `Stack by ${view.groupBy}`);
    this.stackButton.hidden = this.measure.isAverage === true || view.chart === "sum" || (reading.totals.groups?.length ?? 0) < 2;
    setAttribute(this.stackButton, "aria-pressed", String(this.stacked && !this.stackButton.hidden));
    setAttribute(this.sumButton, "aria-pressed", String(view.chart === "sum"));
    this.sumButton.hidden = this.measure.isAverage === true;
    setAttribute(this.tableButton, "aria-pressed", String(this.isTable));
    const isSum = view.chart === "sum" && !this.measure.isAverage;
    setText(this.title, `${this.measure.name}${this.currency ? ` in ${this.currency}` : ""}${isSum ? ", running total" : ""} by ${stepName(reading.series.step)}`);
    this.isStacked = this.stacked && !this.stackButton.hidden;
    this.points = pointsOf(reading, { measure: this.measure, currency: this.currency, isSum, stacked: this.isStacked, groupBy: view.groupBy, isCompared: names.hasThen });
    this.reached = goalsOf(names.goals, view, reading, this.measure);
    this.lines = this.reached.filter(({ goal, zone }) => !zone && (goal.currency ?? "") === this.currency).map((goal) => lineOf(goal, { isSum, step: reading.series.step, from: reading.from }));
    this.marks = marksOf(names.marks, this.points, reading.series.step);
    this.goals.hidden = this.reached.length === 0;
    list(this.goals, this.reached, ({ goal }) => goal.id, () => goalRow((tz) => this.change({ tz })));
    this.#draw();
  }

  #toggle(name) {
    this[name] = !this[name];
    this.show(this.last.reading, this.last.view, this.last.names);
  }

  #draw() {
    const { reading, view, names } = this.last;
    this.plot.hidden = this.legend.hidden = this.isTable;
    this.table.hidden = !this.isTable;
    this.strip.root.hidden = this.isTable || this.marks.length === 0;
    if (this.isTable) {
      this.#drawTable(names);
      return;
    }
    const { currency } = this;
    setAttribute(this.plot, "aria-labelledby", "chart-title");
    const parts = this.isStacked ? partNames(reading, view.groupBy) : null;
    list(this.legend, legendOf(this.points, parts, names, this.lines), ({ key, name }) => `${key} ${name}`, legendEntry);
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (width > 0 && height > 0) {
      const layout = draw(this.svg, {
        width, height, isLine: view.chart === "sum" && !this.measure.isAverage, isWhole: !this.measure.isMoney, soFar: view.window !== "",
        points: this.points.map(({ value, then, parts: stack, ...point }) => ({
          ...point, values: stack ?? [Number(value ?? 0)], then: then === null || this.isStacked ? null : Number(then),
        })),
        tick: (value) => tick(value, currency || null), goals: this.lines, marks: this.marks,
      });
      this.strip.show(this.marks, layout);
      this.crosshair.show(layout, this.points.length);
    }
  }

  /** The values of a point with their names. */
  #lines(index) {
    const point = this.points[index];
    const { names, reading, view } = this.last;
    const text = (value) => valueText(value, this.measure, this.currency);
    const parts = this.isStacked ? partNames(reading, view.groupBy) : [];
    return [
      { name: point.isPartial ? `${this.measure.name} so far` : this.measure.name, value: text(point.value), key: parts.length ? "none" : "now" },
      ...(point.then === null ? [] : [{ name: names.comparedName, value: text(point.then), key: "then-key" }]),
      ...parts.map((name, part) => ({ name: partTitle(name), value: this.measure.isMoney ? tick(point.parts[part], this.currency) : count(point.parts[part]), key: `part-${part}` }))
        .filter((_, part) => point.parts[part] !== 0),
      ...this.lines.map(({ text }) => ({ name: text, value: "", key: "goal-key" })),
      ...marksAt(this.marks, index).map(({ mark }) => ({ name: mark.label, value: "", key: "mark-key" })),
    ];
  }

  #drawTable(names) {
    const isCompared = this.points.some(({ then }) => then !== null);
    const heads = ["", this.measure.name, ...(isCompared ? [names.compared] : []), ...(this.marks.length > 0 ? ["Marks"] : [])];
    if (this.head.children.length !== heads.length || this.head.textContent !== heads.join("")) {
      this.head.replaceChildren(...heads.map((text, index) => index === 0
        ? element("td", {}) : element("th", { scope: "col", text })));
    }
    list(this.body, this.points.map((point, index) => ({ ...point, marks: marksAt(this.marks, index) })), ({ at }) => at, () => {
      const title = element("th", { scope: "row" });
      const value = element("button", { type: "button", class: "number" });
      const then = element("td");
      const marks = element("td", { class: "marked" });
      const row = element("tr", {}, title, element("td", {}, value), then, marks);
      row.update = (point) => {
        setText(title, `${point.title}${point.isPartial ? ", so far" : ""}`);
        setText(value, valueText(point.value, this.measure, this.currency));
        setAttribute(value, "data-value", point.value);
        value.onclick = () => this.explain(point, this.measure, this.currency);
        then.hidden = !isCompared;
        setText(then, valueText(point.then, this.measure, this.currency));
        marks.hidden = this.marks.length === 0;
        list(marks, point.marks, ({ mark }) => mark.id, () => markName());
      };
      return row;
    });
  }
}

const toggle = (text, onclick) => element("button", { type: "button", class: "toggle", "aria-pressed": "false", text, onclick });

/** The options of a select, if they are others than it has, and the chosen one. */
export function options(select, choices, chosen) {
  const key = JSON.stringify(choices);
  if (select.dataset.choices !== key) {
    select.dataset.choices = key;
    select.replaceChildren(...choices.map(([value, text]) => element("option", { value, text })));
  }
  select.value = chosen;
}

/** The name of a group for people. */
export const partTitle = (name) => (name === rest ? "All others" : name === "none" ? "without" : name);

function markName() {
  const name = element("bdi");
  return Object.assign(name, { update: ({ mark }) => setText(name, mark.label) });
}

function legendOf(points, parts, names, goals) {
  return [
    ...(parts ? parts.map((name, part) => ({ key: `part-${part}`, name: partTitle(name) })) : [{ key: "now", name: names.period }]),
    ...(points.some(({ isPartial }) => isPartial) ? [{ key: "so-far-key", name: "so far" }] : []),
    ...(!parts && points.some(({ then }) => then !== null) ? [{ key: "then-key", name: names.compared }] : []),
    ...(goals.length > 0 ? [{ key: "goal-key", name: goals.length === 1 ? "goal" : "goals" }] : []),
  ];
}

function legendEntry() {
  const [key, name] = [element("i"), element("span")];
  const entry = element("li", {}, key, name);
  entry.update = (one) => {
    key.className = `key ${one.key}`;
    setText(name, one.name);
  };
  return entry;
}
