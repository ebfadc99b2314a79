// Forms of dialogs: fields with labels, and what is wrong beside the field that it is about.
import { element, setAttribute, setText } from "./dom.js";

let made = 0;

/** A field with its label; `hint` explains it. The name is that of the API. */
export function field(label, input, hint = "") {
  const id = `field-${++made}`;
  const [wrong, note] = [element("span", { class: "complaint", id: `${id}-wrong` }), hint ? element("span", { class: "soft", id: `${id}-hint`, text: hint }) : null];
  setAttribute(input, "id", id);
  setAttribute(input, "aria-describedby", note ? `${id}-wrong ${id}-hint` : `${id}-wrong`);
  return Object.assign(element("div", { class: "field" }, element("label", { for: id, text: label }), input, note, wrong), { input, wrong });
}

/** A select of `[value, text]`, or of groups `{ title, choices }`. */
export function choice(name, choices, value) {
  const option = ([key, text]) => element("option", { value: key, text });
  const select = element("select", { name }, ...choices.map((one) => (Array.isArray(one) ? option(one)
    : element("optgroup", { label: one.title }, ...one.choices.map(option)))));
  select.value = value;
  return select;
}

/** An input of a type; its value is set apart from its attributes, so that a reset does not bring it back. */
export function entry(name, type, value, more = {}) {
  const input = element("input", { name, type, autocomplete: "off", ...more });
  input.value = value ?? "";
  return input;
}

/** A box to check, with its words beside it. */
export function check(name, text, isOn) {
  const input = element("input", { name, type: "checkbox" });
  input.checked = isOn;
  return Object.assign(element("label", { class: "check" }, input, element("span", { text })), { input });
}

/** A form. `save()` returns a promise; what it rejects with is shown: the errors of fields beside them, others below. `cancel()` closes it. */
export function form(title, fields, { word, save, cancel, refusalOf }) {
  const complaint = element("p", { class: "complaint", role: "alert" });
  const submit = element("button", { type: "submit", class: "primary", text: word });
  const heading = element("h3", { text: title, tabindex: "-1" });
  const root = element("form", { class: "editor", novalidate: true, "aria-label": title }, heading, ...fields, complaint,
    element("div", { class: "editor-foot" }, submit, element("button", { type: "button", class: "toggle", text: "Cancel", onclick: cancel })));
  const parts = () => [...root.querySelectorAll(".field")];
  const clear = () => {
    setText(complaint, "");
    parts().forEach(({ input, wrong }) => {
      setText(wrong, "");
      setAttribute(input, "aria-invalid", null);
    });
  };
  const show = (error) => {
    const rest = (error.errors ?? []).filter(({ pointer, detail }) => {
      const part = parts().find(({ input }) => !input.closest("[hidden]") && input.name === pointer?.split("/").at(-1))
        ?? parts().find(({ input }) => !input.closest("[hidden]") && pointer?.split("/").includes(input.name));
      if (part) {
        setText(part.wrong, sentence(detail));
        setAttribute(part.input, "aria-invalid", "true");
      }
      return !part;
    });
    setText(complaint, error.errors?.length ? rest.map(({ pointer, parameter, detail }) => `${pointer ?? parameter} ${detail}`).join("; ") : refusalOf(error));
    root.querySelector("[aria-invalid]")?.focus();
  };
  const run = async (work) => {
    clear();
    root.querySelectorAll("button").forEach((button) => (button.disabled = true));
    try {
      await work();
    } catch (error) {
      show(error);
    } finally {
      root.querySelectorAll("button").forEach((button) => (button.disabled = false));
    }
  };
  let submitted = save;
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    run(submitted);
  });
  return Object.assign(root, { submit, onSubmit: (work) => (submitted = work), focusFirst: () => (root.querySelector("input, select") ?? heading).focus() });
}

/** The API's words about a field, as a sentence of their own. */
const sentence = (detail) => `${detail[0].toUpperCase()}${detail.slice(1).replaceAll("`", "")}.`;

/** A button that asks once more before it does something that cannot be undone. */
export function removeButton(label, remove) {
  const button = element("button", { type: "button", class: "toggle", text: "Remove", "aria-label": `Remove ${label}` });
  const reset = () => {
    setText(button, "Remove");
    setAttribute(button, "aria-label", `Remove ${label}`);
    button.classList.remove("danger");
  };
  button.addEventListener("click", () => {
    if (button.classList.contains("danger")) {
      reset();
      remove();
    } else {
      setText(button, "Remove for good?");
      setAttribute(button, "aria-label", `Remove ${label} for good?`);
      button.classList.add("danger");
    }
  });
  button.addEventListener("blur", reset);
  return button;
}
