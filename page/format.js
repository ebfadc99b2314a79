// Numbers, money and times for people, in their own language. Amounts are text, and no digit of them is lost.
import { decimalsOf } from "./decimal.js";

const formats = new Map();

function numberFormat(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(undefined, options));
  }
  return formats.get(key);
}

/** A whole number. */
export const count = (value) => numberFormat({ maximumFractionDigits: 0 }).format(value);

/** An amount of a currency, with the symbol by which the reader's language tells it apart from others: `$` or `US$`. */
export function money(text, currency) {
  const decimals = decimalsOf(text);
  return currencyFormat(currency, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(text);
}

/** A number beside an axis: short. */
export function tick(value, currency) {
  const short = Math.abs(value) >= 1e4 ? { notation: "compact", maximumFractionDigits: 1 } : { maximumFractionDigits: 2 };
  return currency
    ? currencyFormat(currency, { minimumFractionDigits: 0, ...short }).format(value)
    : numberFormat(short).format(value);
}

/** A part of the whole, from 0 to 1, in per cent. */
export function share(part) {
  const text = (value) => numberFormat({ style: "percent", maximumFractionDigits: 1 }).format(value);
  return part > 0 && part < 0.0005 ? `< ${text(0.001)}` : text(part);
}

/** Whole per cent, as 64 for 64%. */
export const percent = (whole) => numberFormat({ style: "percent", maximumFractionDigits: 0 }).format(whole / 100);

/** A change by a ratio such as "1.0556", in per cent without a sign; a small one is not said to be none. */
export function changeInPercent(ratio) {
  const change = Math.abs(Number(ratio) - 1);
  const digits = change < 0.0995 ? 1 : 0;
  return change < 0.0005
    ? `< ${numberFormat({ style: "percent", minimumFractionDigits: 1 }).format(0.001)}`
    : numberFormat({ style: "percent", maximumFractionDigits: digits, minimumFractionDigits: digits }).format(change);
}

const currencyFormat = (currency, options) => numberFormat({ style: "currency", currency, ...options });
