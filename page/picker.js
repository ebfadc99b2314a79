// The choice of the period: words of the calendar, rolling windows, or any range of days.
import { element, setText } from "./dom.js";
import { periodGroups, periodName } from "./periods.js";
import { popover } from "./popover.js";
import { range } from "./time.js";

export class PeriodPicker {
  constructor(change) {
    this.change = change;
    this.name = element("b");
    this.range = element("span", { class: "soft" });
    this.view = null;
    const { root, button, close } = popover("Period", () => this.#content());
    Object.assign(this, { root, button, close });
    button.append(element("span", { class: "chooser-text" }, element("span", { class: "unseen", text: "Period:" }), this.name, this.range));
  }

  show(view, reading) {
    this.view = view;
    setText(this.name, view.window ? periodName(view) : "From – to");
    setText(this.range, reading ? range(reading.from, reading.to) : "");
    this.days = reading ? { from: reading.from.slice(0, 10), to: lastDay(reading.to) } : this.days;
  }

  #choose(change) {
    this.close();
    this.change(change);
  }

  #content() {
    const groups = periodGroups.map(({ title, choices }) => element("div", { class: "choices", role: "group", "aria-label": title },
      element("p", { class: "choices-title", text: title }), ...choices.map(({ window, name }) => element("button", {
        type: "button", "aria-pressed": String(window === this.view.window), text: name, onclick: () => this.#choose({ window, from: "", to: "" }),
      }))));
    const from = element("input", { type: "date", required: true, value: this.days?.from });
    const to = element("input", { type: "date", required: true, value: this.days?.to });
    const complaint = element("p", { class: "complaint", role: "alert" });
    const form = element("form", { class: "choices", onsubmit: (event) => {
      event.preventDefault();
      if (to.value < from.value) {
        complaint.textContent = "The first day must not be after the last.";
      } else {
        this.#choose({ window: "", from: from.value, to: dayAfter(to.value) });
      }
    } }, element("p", { class: "choices-title", text: "Any days" }), element("label", {}, "First day", from), element("label", {}, "Last day", to), complaint,
      element("button", { type: "submit", class: "primary", text: "Show" }));
    return [...groups, form];
  }
}

const shifted = (day, by) => new Date(Date.parse(`${day}T00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
const dayAfter = (day) => shifted(day, 1);

/** The last day of a range whose end is exclusive. */
const lastDay = (to) => (to.slice(11, 16) === "00:00" ? shifted(to.slice(0, 10), -1) : to.slice(0, 10));
