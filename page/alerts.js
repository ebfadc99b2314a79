// What rings, at the top of the page, and the button that leads to the alerts.
import { findingText, minuteText } from "./alertWords.js";
import { drawn, element, list, setText } from "./dom.js";

export class Ringing {
  /** `open(alert)` shows the alerts, with the form of one if it is given. */
  constructor(open) {
    this.rows = element("ul", {});
    // It is announced when an alert begins to ring or is over; what it says does not change in between.
    this.root = element("div", { class: "ringing", role: "status", "aria-label": "Alerts that ring" }, this.rows);
    this.count = element("span", { class: "badge" });
    this.ringing = element("span", { hidden: true }, " ", this.count, element("span", { class: "unseen", text: " ringing" }));
    this.button = element("button", { type: "button", class: "toggle", "aria-haspopup": "dialog", onclick: () => open(null) }, "Alerts", this.ringing);
    this.open = open;
  }

  show(alerts, unreadable) {
    const ringing = alerts.filter((alert) => alert.ringing);
    list(this.rows, [...ringing, ...unreadable.map((id) => ({ id, isUnreadable: true }))], ({ id }) => id, () => this.#row());
    this.ringing.hidden = ringing.length === 0;
    setText(this.count, String(ringing.length));
  }

  #row() {
    let last = null;
    const [name, text] = [element("bdi"), element("span")];
    const bell = drawn("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" },
      drawn("path", { d: "M10 2.5a5 5 0 0 0-5 5v3.2L3.4 13.6a.6.6 0 0 0 .5.9h12.2a.6.6 0 0 0 .5-.9L15 10.7V7.5a5 5 0 0 0-5-5zM8 16.2a2.1 2.1 0 0 0 4 0", fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linejoin": "round", "stroke-linecap": "round" }));
    const row = element("li", {}, bell, element("p", {}, element("b", {}, name), " ", text), element("button", { type: "button", class: "toggle", text: "Details", onclick: () => this.open(last) }));
    row.update = (alert) => {
      last = alert;
      row.dataset.id = alert.id;
      setText(name, alert.name ?? alert.id);
      setText(text, alert.isUnreadable ? "could not be evaluated" : `rings since ${minuteText(alert.since, alert.timeZone)}${alert.notice?.event === "began" ? `: ${findingText({ numbers: alert.notice.numbers, rule: alert.rule })}` : ""}`);
    };
    return row;
  }
}
