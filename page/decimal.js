// Exact arithmetic on decimal numbers in text, such as "-12.50".

const decimalsOf = (text) => text.split(".")[1]?.length ?? 0;

/** The number without its point, padded to that number of decimals. */
function whole(text, decimals) {
  const [before, after = ""] = text.split(".");
  return BigInt(before + after.padEnd(decimals, "0"));
}

/** The sum of two numbers, with the decimals of the one that has more. */
export function add(a, b) {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const sum = whole(a, decimals) + whole(b, decimals);
  if (decimals === 0) {
    return String(sum);
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, "0");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** -1, 0 or 1: whether a number is below, at or above zero. */
export function sign(text) {
  const digits = whole(text, decimalsOf(text));
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** Whether two numbers are equal, with whatever decimals. */
export const areEqual = (a, b) => sign(add(a, b.startsWith("-") ? b.slice(1) : `-${b}`)) === 0;

/** Nothing, with the decimals that another amount has. */
export function zeroLike(text) {
  const decimals = decimalsOf(text ?? "0");
  return decimals ? `0.${"0".repeat(decimals)}` : "0";
}

export { decimalsOf };
