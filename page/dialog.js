// A dialog over the page. It closes by Escape, by its button and by a click beside it, and the focus returns to where it was.
import { element } from "./dom.js";

let opened = 0;

/** Shows a dialog with a heading and content; `onClose` is called when it has closed. */
export function openDialog(heading, content, onClose = () => {}) {
  const title = element("h2", { id: `dialog-${++opened}`, text: heading });
  const close = element("button", { type: "button", class: "icon-button", "aria-label": "Close", text: "✕" });
  const dialog = element("dialog", { "aria-labelledby": title.id }, element("div", { class: "dialog-head" }, title, close), ...content);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
