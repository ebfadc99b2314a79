// A few helpers around the DOM. Text is always set as text: nothing that comes from data becomes markup.

/** An element with attributes and children. `class`, `text` and `on…` handlers are understood; null children are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (name === "text") {
      made.textContent = value;
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A colour or length of the style sheet. */
export function style(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
