// What all charts share: their colours, their legend, and the making and taking away of the drawing.
import * as echarts from "/lib/echarts.mjs";
import { element, style } from "../dom.js";

/** The colours of the theme, as charts need them. */
export function colours() {
  return {
    text: style("--text"), soft: style("--text-soft"), line: style("--line"), grid: style("--grid"), surface: style("--surface"), raised: style("--raised"),
  };
}

/** A chart in an element, which follows its size. SVG: sharp at any zoom, and its text is text. */
export function chartIn(host) {
  const chart = echarts.init(host, null, { renderer: "svg" });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(host);
  return {
    chart,
    dispose() {
      observer.disconnect();
      chart.dispose();
    },
  };
}

// By name: in SVG a size and "inherit" do not go together.
export const font = { fontFamily: getComputedStyle(document.documentElement).fontFamily, fontSize: 11 };

/** The look of every tooltip. */
export function tooltip(c) {
  return {
    confine: true,
    backgroundColor: c.raised,
    borderColor: c.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: c.text, ...font, fontSize: 12 },
    extraCssText: "border-radius:8px;box-shadow:0 6px 24px rgb(0 0 0 / .18);max-width:min(420px,80vw)",
  };
}

/** The content of a tooltip: a heading, and rows of colour, name and value. */
export function tooltipContent(heading, rows) {
  return element("div", { class: "tip" },
    element("div", { class: "tip-head", text: heading }),
    ...rows.map(({ colour, name, value }) => element("div", { class: "tip-row" },
      element("i", { style: `background:${colour}` }),
      element("span", { text: name }),
      element("b", { text: value }))));
}

/** A legend of buttons that hide and show series. `hidden` is a set of names, which the widget retains between refreshes. */
export class Legend {
  constructor(host, hidden, changed) {
    Object.assign(this, { host, hidden, changed, shown: "" });
  }

  /** Shows these `{ name, colour }`; does nothing if they are the same as before. */
  show(entries) {
    const shown = JSON.stringify(entries);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const focused = this.host.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    this.host.replaceChildren(...entries.map(({ name, colour }) => {
      const button = element("button", {
        type: "button", class: "legend-entry", "data-name": name, "aria-pressed": String(!this.hidden.has(name)), title: `Show or hide ${name}`,
        onclick: () => {
          if (!this.hidden.delete(name)) {
            this.hidden.add(name);
          }
          button.setAttribute("aria-pressed", String(!this.hidden.has(name)));
          this.changed();
        },
      }, element("i", { style: `background:${colour}` }), element("span", { text: name }));
      return button;
    }));
    if (focused !== null) {
      [...this.host.children].find((button) => button.dataset.name === focused)?.focus();
    }
  }
}

/** Unique names of series, even where two labels are the same. */
export function named(series) {
  const seen = new Map();
  return series.map((one) => {
    const times = (seen.get(one.label) ?? 0) + 1;
    seen.set(one.label, times);
    return { ...one, name: times === 1 ? one.label : `${one.label} (${times})` };
  });
}
