// Which orders and which money the page shows: values of the dimensions, and a currency. What is chosen is shown as chips.
import { ask, problemOf } from "./api.js";
import { partTitle } from "./chart.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { popover } from "./popover.js";
import { currenciesOf } from "./measures.js";
import { scopeOf } from "./view.js";

export class Filters {
  constructor(dimensions, change) {
    Object.assign(this, { dimensions, change, view: null, reading: null });
    const { root, button } = popover("Filter", () => this.#content());
    setText(button, "Filter");
    this.chips = element("ul", { class: "chips", "aria-label": "Filters" });
    this.root = element("div", { class: "filters" }, root, this.chips);
  }

  show(view, reading) {
    Object.assign(this, { view, reading });
    const chips = [
      ...Object.entries(view.filters).map(([name, value]) => ({ name, text: value.split(",").map(partTitle).join(", ") })),
      ...(view.currency ? [{ name: "currency", text: view.currency }] : []),
    ];
    list(this.chips, chips, ({ name }) => name, (name) => {
      const text = element("span");
      const chip = element("li", {}, text, element("button", { type: "button", "aria-label": `Remove the filter ${name}`, text: "✕", onclick: () => this.#choose(name, []) }));
      chip.update = (datum) => setText(text, `${name}: ${datum.text}`);
      return chip;
    });
  }

  #choose(name, values) {
    if (name === "currency") {
      const by = values.length === 0 && this.view.by.startsWith("revenue") ? { by: "units", order: "desc" } : {};
      this.change({ currency: values.join(","), ...by });
      return;
    }
    const filters = { ...this.view.filters, [name]: values.join(",") };
    if (values.length === 0) {
      delete filters[name];
    }
    this.change({ filters });
  }

  #content() {
    const currencies = [...new Set([...(this.reading ? currenciesOf(this.reading) : []), this.view.currency].filter(Boolean))].sort();
    const money = section("currency", currencies, this.view.currency ? [this.view.currency] : [], (value, isOn) => this.#choose("currency", isOn ? [value] : []));
    return [...this.dimensions.map((name) => this.#dimension(name)), money];
  }

  /** The values of a dimension in the period, which are read when the panel opens. */
  #dimension(name) {
    const host = element("div", { class: "choices", role: "group", "aria-label": name }, element("p", { class: "choices-title", text: name }), element("p", { class: "soft", text: "Reading …" }));
    const chosen = () => this.view.filters[name]?.split(",") ?? [];
    const { [name]: own, ...others } = this.view.filters;
    ask("aggregates/totals", { ...scopeOf({ ...this.view, filters: others }), groupBy: name }).then(({ groups }) => {
      const values = [...new Set([...groups.map((group) => group[name]), ...(own?.split(",") ?? [])])];
      host.replaceWith(section(name, values, chosen(), (value, isOn) => this.#choose(name, isOn ? [...chosen(), value] : chosen().filter((one) => one !== value))));
    }).catch((error) => setText(host.lastChild, problemOf(error)));
    return host;
  }
}

function section(name, values, chosen, choose) {
  return element("div", { class: "choices", role: "group", "aria-label": name }, element("p", { class: "choices-title", text: name }),
    ...values.map((value) => {
      const box = element("input", { type: "checkbox" });
      box.checked = chosen.includes(value);
      setAttribute(box, "data-value", value);
      box.addEventListener("change", () => {
        if (name === "currency") {
          [...box.closest(".choices").querySelectorAll("input")].filter((other) => other !== box).forEach((other) => (other.checked = false));
        }
        choose(value, box.checked);
      });
      return element("label", { class: "check" }, box, element("span", { text: name === "currency" ? value : partTitle(value) }));
    }),
    values.length === 0 ? element("p", { class: "soft", text: "none in this period" }) : null);
}
