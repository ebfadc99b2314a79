// JSON whose numbers stay as they are written. JavaScript would read them as floating-point numbers, which drop the last digits of amounts
// above 2^53 minor units, and the zeros that show a currency's decimals.

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON; each number becomes a string with its digits. */
export function parseExactly(text) {
  return JSON.parse(text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/** A number that is written with the digits of a text. */
export class Digits {
  constructor(text) {
    this.text = text;
  }
}

/** JSON of objects, texts, flags and `Digits`; properties that are undefined are left out. */
export function writeExactly(value) {
  if (value instanceof Digits) {
    return value.text;
  }
  return value !== null && typeof value === "object"
    ? `{${Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => `${JSON.stringify(name)}:${writeExactly(one)}`).join(",")}}`
    : JSON.stringify(value);
}
