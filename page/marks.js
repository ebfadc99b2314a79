// Marks on the time axis of the chart: what happened at a time or over a span. Each is a button below the axis, which shows its text.
import { element, list, setAttribute, setText } from "./dom.js";
import { minutesOfStep } from "./periods.js";
import { day, range, time } from "./time.js";

// Marks that are closer than this, in pixels, share a button.
const apart = 26;

/** When a mark is, in words. */
export const markTime = ({ from, to }) => (to ? range(from, to) : `${day(from)}, ${time(from)}`);

/** The marks that touch the points of a chart: each with `at` and `until`, in steps from the first point. */
export function marksOf(marks, points, step) {
  if (points.length === 0) {
    return [];
  }
  const bounds = [...points.map(({ at }) => Date.parse(at)), endOf(points, step)];
  const [first, last] = [Date.parse(points[0].from), Date.parse(points.at(-1).to)];
  return marks.map((mark) => ({ mark, begin: Date.parse(mark.from), end: mark.to ? Date.parse(mark.to) : Date.parse(mark.from) + 60_000 }))
    .filter(({ begin, end }) => begin < last && end > first)
    .map(({ mark, begin, end }) => ({ mark, isSpan: Boolean(mark.to), at: placeOf(Math.max(begin, first), bounds), until: placeOf(Math.min(end, last), bounds) }));
}

// The last step may be under way: its place in the chart is as wide as that of the others.
const endOf = (points, step) => Math.max(Date.parse(points.at(-1).to), Date.parse(points.at(-1).at) + minutesOfStep(step) * 60_000);

function placeOf(moment, bounds) {
  const index = Math.max(0, bounds.findLastIndex((bound, at) => bound <= moment && at < bounds.length - 1));
  return index + (moment - bounds[index]) / (bounds[index + 1] - bounds[index]);
}

/** The marks that touch a point. */
export const marksAt = (marks, index) => marks.filter(({ at, until, isSpan }) => (isSpan ? at < index + 1 && until > index : Math.floor(at) === index));

export class MarkStrip {
  /** `open(mark)` is called for a mark that is pressed. */
  constructor(open) {
    this.open = open;
    this.tip = element("div", { class: "mark-tip", hidden: true, "aria-hidden": "true" });
    this.buttons = element("ol", {});
    this.root = element("div", { class: "marks", hidden: true, role: "group", "aria-label": "Marks" }, this.buttons, this.tip);
    // On paper nothing can be pressed.
    this.paper = element("ul", { class: "mark-list" });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && (this.tip.hidden = true));
  }

  show(marks, { left, band }) {
    this.root.hidden = marks.length === 0;
    list(this.paper, marks, ({ mark }) => mark.id, () => {
      const [label, when] = [element("bdi"), element("span")];
      return Object.assign(element("li", {}, label, when), { update({ mark }) {
        setText(label, mark.label);
        setText(when, `, ${markTime(mark)}`);
      } });
    });
    const placed = marks.map((one) => ({ ...one, x: left + band * one.at })).sort((a, b) => a.x - b.x);
    const groups = placed.reduce((made, one) => {
      const near = made.at(-1);
      if (near && one.x - near[0].x < apart) {
        near.push(one);
      } else {
        made.push([one]);
      }
      return made;
    }, []);
    list(this.buttons, groups, (group) => group.map(({ mark }) => mark.id).join(" "), () => this.#button());
  }

  #button() {
    let group = [];
    const show = () => {
      this.tip.replaceChildren(...group.map(({ mark }) => element("span", {}, element("b", {}, element("bdi", { text: mark.label })), element("span", { class: "soft", text: markTime(mark) }))));
      this.tip.hidden = false;
      const half = this.tip.offsetWidth / 2;
      this.tip.style.left = `${Math.min(Math.max(group[0].x, half + 2), this.root.clientWidth - half - 2)}px`;
    };
    const hide = () => (this.tip.hidden = true);
    const number = element("span", { "aria-hidden": "true" });
    const button = element("button", { type: "button", onfocus: show, onblur: hide, onpointerenter: show, onpointerleave: () => document.activeElement === button || hide(), onclick: () => this.open(group[0].mark) }, number);
    const item = element("li", {}, button);
    item.update = (datum) => {
      group = datum;
      item.style.left = `${datum[0].x}px`;
      number.textContent = datum.length > 1 ? datum.length : "";
      setAttribute(button, "aria-label", (datum.length > 1 ? `${datum.length} marks: ` : "") + datum.map(({ mark }) => `${mark.label}, ${markTime(mark)}`).join("; "));
    };
    return item;
  }
}
