// A few helpers around the DOM. Text is always set as text: nothing that comes from data becomes markup.

/** An element with attributes and children. `class`, `text` and `on…` handlers are understood; null children are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (name === "text") {
      made.textContent = value;
    } else {
      setAttribute(made, name, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An element of SVG. */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") {
      made.textContent = value;
    } else if (value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter(Boolean));
  return made;
}

/** Sets an attribute; `true` is an empty one, and null, undefined and `false` remove it. */
export function setAttribute(target, name, value) {
  if (value === false || value === null || value === undefined) {
    target.removeAttribute(name);
  } else if (target.getAttribute(name) !== String(value === true ? "" : value)) {
    target.setAttribute(name, value === true ? "" : value);
  }
}

/** Sets the text of an element, and leaves it alone if it is the same. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * Makes the children of an element those of a list. The child of a key stays the same element, so that it keeps the focus: `make(key)`
 * returns one whose `update(datum)` shows a datum.
 */
export function list(host, data, keyOf, make) {
  const before = new Map([...host.children].map((child) => [child.listKey, child]));
  const after = data.map((datum, index) => {
    const key = keyOf(datum, index);
    const child = before.get(key) ?? Object.assign(make(key), { listKey: key });
    child.update(datum, index);
    return child;
  });
  const wanted = new Set(after);
  [...host.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  after.forEach((child, index) => host.children[index] === child || host.insertBefore(child, host.children[index] ?? null));
}
