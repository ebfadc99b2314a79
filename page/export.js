// Files of what is shown, as the API writes them.
import { askTable } from "./api.js";
import { element, setText } from "./dom.js";

// Maximum number of rows of one answer of the ranking; one of the orders has a tenth of them. A file has all rows.
const pagesMax = 1000;

/** A button that saves a table: `table()` returns `{ path, parameters, name }`. */
export function exportButton(what, table) {
  const button = element("button", { type: "button", class: "csv", title: `Save ${what} as a file for a spreadsheet`, "aria-label": `CSV of ${what}`, text: "CSV" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { path, parameters, name } = table();
      save(`${name}.csv`, await rows(path, parameters));
      setText(button, "CSV");
    } catch (error) {
      setText(button, "CSV failed");
      button.title = error.message;
    }
    button.disabled = false;
  });
  return button;
}

/** All rows of a table, page by page. */
async function rows(path, parameters) {
  let page = await askTable(path, parameters);
  const texts = [page.text];
  for (let pages = 1; pages < pagesMax && cursorOf(page); pages++) {
    page = await askTable(path, { ...parameters, cursor: cursorOf(page) });
    texts.push(page.text.slice(page.text.indexOf("\r\n") + 2));
  }
  return texts.join("");
}

function cursorOf({ cursor, link }) {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return cursor ?? (next ? new URL(next, document.baseURI).searchParams.get("cursor") : null);
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
