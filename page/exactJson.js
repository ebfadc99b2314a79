// JSON whose numbers stay as they are written. JavaScript would read them as floating-point numbers, which drop the last digits of amounts
// above 2^53 minor units, and the zeros that show a currency's decimals.

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON; each number becomes a string with its digits. */
export function parseExactly(text) {
  return JSON.parse(text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
