// A list in a dialog, of which each entry can be changed or removed, and to which one can be added.
import { element, list, setText } from "./dom.js";
import { form, removeButton } from "./form.js";
import { refusalOf } from "./shared.js";

export class Editor {
  /**
   * `shared` is the list. `what` has `title`, `one` (what one is called), `empty` (what stands in place of none), `entries()`, `nameOf(item)`,
   * `isAlone` (whether it needs no heading of its own), `show(item)` (elements that show one), and `edit(item)`, which returns `{ fields, body, … }` for a form; the item is null for a new one.
   */
  constructor(shared, what) {
    Object.assign(this, { shared, what });
    this.rows = element("ul", { class: "entries" });
    this.empty = element("p", { class: "empty", text: what.empty });
    this.problem = element("p", { class: "complaint", role: "alert" });
    this.add = element("button", { type: "button", class: "toggle", text: `New ${what.one}`, onclick: () => this.edit(null) });
    this.host = element("div", { class: "editor-host" });
    this.root = element("section", { class: "editor-section", "data-kind": shared.kind, "aria-label": what.title },
      element("div", { class: "card-head" }, what.isAlone ? null : element("h3", { text: what.title }), element("div", { class: "tools" }, this.add)),
      this.host, this.problem, this.rows, this.empty);
  }

  /** Shows the list as it is now; a form that is open stays as it is. */
  show() {
    const entries = this.what.entries();
    list(this.rows, entries, ({ id }) => id, () => this.#row());
    this.empty.hidden = entries.length > 0;
    setText(this.problem, this.shared.problem ?? "");
  }

  /** Opens the form of an item, or of a new one. */
  edit(item) {
    const back = document.activeElement;
    const close = () => {
      this.host.replaceChildren();
      this.add.hidden = false;
      (back?.isConnected && !back.hidden ? back : this.add).focus();
    };
    const { fields, name, body, ready = null, ...more } = this.what.edit(item);
    let id = null;
    const save = async () => {
      id ??= this.shared.newId(name());
      await (item ? this.shared.replace(item, body()) : this.shared.create(id, body()));
      close();
      this.show();
    };
    const made = form(item ? `Change ${this.what.nameOf(item)}` : `New ${this.what.one}`, fields, { word: "Save", save, cancel: close, refusalOf, ...more });
    ready?.(made, save);
    this.add.hidden = true;
    this.host.replaceChildren(made);
    made.focusFirst();
    made.scrollIntoView({ block: "nearest" });
  }

  async #remove(item) {
    setText(this.problem, "");
    try {
      await this.shared.remove(item);
      this.show();
      this.add.focus();
    } catch (error) {
      this.show();
      setText(this.problem, refusalOf(error));
    }
  }

  #row() {
    const what = element("div", { class: "entry-text" });
    const buttons = element("div", { class: "tools" });
    const row = element("li", {}, what, buttons);
    let shown = "";
    row.update = (item) => {
      const now = JSON.stringify(item);
      if (now === shown) {
        return;
      }
      shown = now;
      const name = this.what.nameOf(item);
      row.dataset.id = item.id;
      what.replaceChildren(...this.what.show(item));
      buttons.replaceChildren(
        element("button", { type: "button", class: "toggle", text: "Change", "aria-label": `Change ${name}`, onclick: () => this.edit(item) }),
        removeButton(name, () => this.#remove(item)));
    };
    return row;
  }
}
