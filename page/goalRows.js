// How far goals are reached, in words and as a bar.
import { element, setText } from "./dom.js";

/** A row for a goal; `showZone(zone)` shows times in the zone of a goal that the present one does not fit. */
export function goalRow(showZone) {
  let zone = null;
  const [name, text, bar] = [element("bdi", { class: "goal-name" }), element("span"), element("i", { class: "meter", "aria-hidden": "true" }, element("i"))];
  const there = element("button", { type: "button", class: "more", text: "Show it", onclick: () => showZone(zone) });
  const row = element("li", {}, bar, name, text, there);
  row.update = (goal) => {
    zone = goal.zone ?? null;
    setText(name, goal.name);
    setText(text, goal.text);
    there.hidden = zone === null;
    bar.hidden = zone !== null;
    bar.classList.toggle("reached", goal.isReached === true);
    bar.style.setProperty("--part", `${(goal.share ?? 0) * 100}%`);
    row.dataset.goal = goal.goal.id;
  };
  return row;
}
