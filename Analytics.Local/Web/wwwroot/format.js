// Numbers, money and times for people, in their own language. Times are in UTC, in which CloudWatch divides its periods and days.

const formats = new Map();

function numberFormat(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(undefined, options));
  }
  return formats.get(key);
}

function plain(value, digits) {
  return numberFormat({ maximumFractionDigits: digits }).format(value);
}

/** Money with the given number of decimals and the currency's symbol. `options` are those of `Intl.NumberFormat`. */
export function money(value, currency, decimals, options = {}) {
  return numberFormat({
    style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: decimals, maximumFractionDigits: decimals, ...options,
  }).format(value);
}

const besideCode = (currency) => (symbolOf(currency) === currency ? { style: "decimal" } : {});

const symbols = new Map();

/** The text, followed by the code if the symbol of the currency is also that of another one. */
function withCode(text, currency) {
  if (symbols.size === 0) {
    for (const code of Intl.supportedValuesOf("currency")) {
      symbols.set(symbolOf(code), [...(symbols.get(symbolOf(code)) ?? []), code]);
    }
  }
  const symbol = symbolOf(currency);
  return symbol === currency || (symbols.get(symbol) ?? []).every((code) => code === currency) ? text : `${text} ${currency}`;
}

function symbolOf(currency) {
  return numberFormat({ style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0).find(({ type }) => type === "currency").value;
}

/** A number of milliseconds, in a unit that suits it. */
export function duration(milliseconds) {
  const size = Math.abs(milliseconds);
  if (size < 1000) {
    return `${plain(milliseconds, size < 10 ? 1 : 0)} ms`;
  }
  if (size < 60_000) {
    return `${plain(milliseconds / 1000, size < 10_000 ? 2 : 1)} s`;
  }
  return size < 5_400_000 ? `${plain(milliseconds / 60_000, 1)} min` : `${plain(milliseconds / 3_600_000, 1)} h`;
}

/** The unit that the values of a series are shown in. Money is what has no unit but a currency; `isNamed` if the label says which. */
export function measureOf(series) {
  const currency = series.dimensions?.Currency;
  const isMoney = series.unit === "None" && series.decimals !== undefined;
  return isMoney ? { unit: "None", currency, decimals: series.decimals, isNamed: series.label.includes(currency) } : { unit: series.unit ?? "None" };
}

/** A value in its unit. `full`: every digit; else four or so, as a glance needs. */
export function value(number, { unit, currency, decimals, isNamed } = {}, full = false) {
  if (number === null || number === undefined || !Number.isFinite(number)) {
    return "–";
  }
  if (currency) {
    const length = full ? {} : short(number);
    return isNamed
      ? money(number, currency, decimals, { ...length, ...besideCode(currency) })
      : withCode(money(number, currency, decimals, length), currency);
  }
  if (unit === "Milliseconds") {
    return duration(number);
  }
  if (unit === "Percent") {
    return `${plain(number, 1)}%`;
  }
  if (!full && Math.abs(number) >= 1e5) {
    return numberFormat({ notation: "compact", maximumFractionDigits: 1 }).format(number);
  }
  return plain(number, Math.abs(number) < 100 ? 2 : Math.abs(number) < 1000 ? 1 : 0);
}

function short(number) {
  return Math.abs(number) >= 1e6 ? { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 } : {};
}

/** A value beside an axis: short. */
export function tick(number, { unit, currency, decimals } = {}) {
  if (unit === "Milliseconds") {
    return number === 0 ? "0" : duration(number);
  }
  if (currency) {
    return money(number, currency, decimals, { trailingZeroDisplay: "stripIfInteger", ...short(number) });
  }
  return Math.abs(number) >= 1e4 ? numberFormat({ notation: "compact", maximumFractionDigits: 1 }).format(number) : plain(number, 2);
}

const clock = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });
const dayAndMinute = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A period from a moment on, its length in seconds, as a heading: `Tue 24 Nov, 13:05 – 13:10`. */
export function period(start, seconds) {
  const from = new Date(start);
  if (seconds >= 86_400) {
    return seconds === 86_400 ? day.format(from) : `${day.format(from)} – ${day.format(new Date(start + seconds * 1000))}`;
  }
  return seconds <= 60
    ? dayAndMinute.format(from)
    : `${dayAndMinute.format(from)} – ${minute.format(new Date(start + seconds * 1000))}`;
}

/** A moment in a table's heading; with the day when the range is longer than one. */
export const moment = (time, seconds) => (seconds >= 86_400 ? day : minute).format(new Date(time));

const date = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", day: "numeric", month: "short" });

/** A moment on an axis of time: the day where one begins, else the time. */
export function axisTime(time) {
  const at = new Date(time);
  return at.getTime() % 86_400_000 === 0 ? date.format(at) : (at.getTime() % 60_000 ? clock : minute).format(at);
}
