// A button that opens a panel below itself. The panel closes by Escape, by a click elsewhere, and when the focus leaves it.
import { element, setAttribute } from "./dom.js";

/** Returns `{ root, button, close }`; `fill()` returns the content each time the panel opens. */
export function popover(label, fill) {
  const button = element("button", { type: "button", class: "chooser", "aria-expanded": "false", "aria-haspopup": "dialog" });
  const panel = element("div", { class: "popover", role: "dialog", "aria-label": label, hidden: true });
  const root = element("div", { class: "popover-host" }, button, panel);
  const show = (isOpen) => {
    panel.hidden = !isOpen;
    setAttribute(button, "aria-expanded", String(isOpen));
  };
  const close = () => {
    if (!panel.hidden) {
      show(false);
      button.focus();
    }
  };
  button.addEventListener("click", () => {
    if (panel.hidden) {
      panel.replaceChildren(...fill());
      show(true);
      (panel.querySelector("[aria-checked=true], [aria-pressed=true], :checked") ?? panel.querySelector("button, input, select"))?.focus();
    } else {
      close();
    }
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());
  root.addEventListener("focusout", (event) => event.relatedTarget && !root.contains(event.relatedTarget) && show(false));
  document.addEventListener("pointerdown", (event) => root.contains(event.target) || show(false));
  return { root, button, close };
}
