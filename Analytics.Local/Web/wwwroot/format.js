// Numbers, money and times for people, in their own language and zone.

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

/** Money in a currency, with its own number of decimals; in short form from a million on unless `full`. */
export function money(value, currency, full = true) {
  const short = !full && Math.abs(value) >= 1e6;
  try {
    return numberFormat({
      style: "currency", currency, currencyDisplay: "narrowSymbol", ...(short ? { notation: "compact", maximumFractionDigits: 1 } : {}),
    }).format(value);
  } catch (error) {
    if (error instanceof RangeError) {
      return `${plain(value, 2)} ${currency}`;
    }
    throw error;
  }
}

/** A whole number. */
export function count(value) {
  return plain(value, 0);
}

/** So many milliseconds, in the unit that suits them. */
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

/** The unit that the values of a series are shown in: `{ unit, currency }`. Money is what has no unit but a currency. */
export function measureOf(series) {
  const currency = series.dimensions?.Currency;
  const isMoney = series.unit === "None" && /^[A-Z]{3}$/.test(currency ?? "");
  return { unit: series.unit ?? "None", currency: isMoney ? currency : null };
}

/** A value in its unit. `full`: every digit; else four or so, as a glance needs. */
export function value(number, { unit, currency } = {}, full = false) {
  if (number === null || number === undefined || !Number.isFinite(number)) {
    return "–";
  }
  if (currency) {
    return money(number, currency, full);
  }
  if (unit === "Milliseconds") {
    return duration(number);
  }
  if (unit === "Percent") {
    return `${plain(number, 1)} %`;
  }
  if (!full && Math.abs(number) >= 1e5) {
    return numberFormat({ notation: "compact", maximumFractionDigits: 1 }).format(number);
  }
  return plain(number, Math.abs(number) < 100 ? 2 : Math.abs(number) < 1000 ? 1 : 0);
}

/** A value beside an axis: short. */
export function tick(number, { unit, currency } = {}) {
  if (unit === "Milliseconds") {
    return number === 0 ? "0" : duration(number);
  }
  if (currency) {
    return money(number, currency, false).replace(/[.,]00(?=\D*$)/, "");
  }
  return Math.abs(number) >= 1e4 ? numberFormat({ notation: "compact", maximumFractionDigits: 1 }).format(number) : plain(number, 2);
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const dayAndMinute = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A moment's time of day, to the second. */
export const timeOfDay = (moment) => clock.format(moment);

/** A period of so many seconds from a moment on, as a heading: `Tue 24 Nov, 13:05 – 13:10`. */
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

const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** A moment on an axis of time: the day where one begins, else the time. */
export function axisTime(time) {
  const at = new Date(time);
  return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0 ? date.format(at) : (at.getSeconds() ? clock : minute).format(at);
}

/** The name of the viewer's zone. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
