// How a number stands against another one: an arrow, per cent, and whether that is good news.
import { sign } from "./decimal.js";
import { element, setAttribute, setText } from "./dom.js";
import { changeInPercent } from "./format.js";

/** An element whose `show` states a change, given the difference and the ratio of the API; nothing where either is unknown. */
export function changePill() {
  const arrow = element("span", { "aria-hidden": "true" });
  const word = element("span", { class: "unseen" });
  const amount = element("span");
  const root = element("span", { class: "change", hidden: true }, arrow, word, amount);
  return Object.assign(root, {
    show(difference, ratio, better, title) {
      const isKnown = difference !== null && difference !== undefined;
      const way = isKnown ? ["down", "same", "up"][sign(difference) + 1] : "none";
      root.hidden = !isKnown;
      root.dataset.way = way;
      root.dataset.tone = way === "same" || way === "none" ? "neutral" : way === better ? "good" : "bad";
      setText(arrow, { up: "▲ ", down: "▼ ", same: "= ", none: "" }[way]);
      setText(word, { up: "up ", down: "down ", same: "", none: "" }[way]);
      setText(amount, way === "none" ? "" : way === "same" ? "no change" : ratio === null || ratio === undefined ? "new" : changeInPercent(ratio));
      setAttribute(root, "title", title);
    },
  });
}
