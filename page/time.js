// Times of the answers, such as `2026-11-23T13:05+01:00`: the clock of the zone that the page shows, with its offset. What is shown is
// taken from the clock, so nothing is converted.

const formats = new Map();

function timeFormat(options, timeZone = "UTC") {
  const key = JSON.stringify([options, timeZone]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(undefined, { ...options, timeZone }));
  }
  return formats.get(key);
}

/** What the clock shows, as if it were in UTC. */
const clockOf = (text) => new Date(`${text.slice(0, 16)}Z`);

const isMidnight = (text) => text.slice(11, 16) === "00:00";

const shortDay = { weekday: "short", day: "numeric", month: "short" };
const minute = { hour: "2-digit", minute: "2-digit" };

/** The moment before a time, which belongs to what ends there. */
const before = (text) => new Date(clockOf(text).getTime() - 60_000).toISOString().slice(0, 16);

export const time = (text) => timeFormat(minute).format(clockOf(text));
export const day = (text) => timeFormat(shortDay).format(clockOf(text));
export const month = (text) => timeFormat({ month: "long", year: "numeric" }).format(clockOf(text));

/** A moment of UTC on the clock of a zone, to the second. */
export const secondIn = (moment, zone) => timeFormat({ ...minute, second: "2-digit" }, zone).format(new Date(moment));

/** A moment of UTC on the clock of a zone, with its day. */
export const momentIn = (moment, zone) => timeFormat({ ...shortDay, ...minute, second: "2-digit" }, zone).format(new Date(moment));

const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** What the clock of a zone shows at a moment, as `2026-11-23T13:05`. */
export function clockIn(moment, zone) {
  const shown = Object.fromEntries(zoneFormat(zone).formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${shown.year.padStart(4, "0")}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}`;
}

const zoneFormats = new Map();

function zoneFormat(timeZone) {
  if (!zoneFormats.has(timeZone)) {
    zoneFormats.set(timeZone, new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", { ...parts, timeZone }));
  }
  return zoneFormats.get(timeZone);
}

/** The moment in UTC at which the clock of a zone shows a time such as `2026-11-23T13:05`; the first of two. */
export function momentOf(clock, zone) {
  const wanted = Date.parse(`${clock}Z`);
  const offsetAt = (moment) => Date.parse(`${clockIn(moment, zone)}Z`) - moment;
  const early = wanted - offsetAt(wanted - 86_400_000);
  const moment = clockIn(early, zone) === clock ? early : wanted - offsetAt(wanted + 86_400_000);
  return `${new Date(moment).toISOString().slice(0, 16)}Z`;
}

/** A range whose end is exclusive: `Mon, 23 Nov, 00:00 – 13:06`, or days only where it begins and ends with one. */
export function range(from, to) {
  const year = from.slice(0, 4) === String(new Date().getUTCFullYear()) ? {} : { year: "numeric" };
  const date = timeFormat({ ...shortDay, ...year });
  if (isMidnight(from) && isMidnight(to)) {
    const last = before(to);
    return from.slice(0, 10) === last.slice(0, 10)
      ? date.format(clockOf(from))
      : `${date.format(clockOf(from))} – ${date.format(clockOf(last))}`;
  }
  const end = from.slice(0, 10) === before(to).slice(0, 10) ? time(to) : `${day(to)}, ${time(to)}`;
  return `${date.format(clockOf(from))}, ${time(from)} – ${end}`;
}

/** Where a step begins, for a heading. */
export function stepTitle(at, step) {
  switch (step) {
    case "1mo": return month(at);
    case "1w": return `Week of ${day(at)}`;
    case "1d": return day(at);
    default: return `${day(at)}, ${time(at)}`;
  }
}

/** Where a step begins, below an axis: the day where one begins, else the time. */
export function axisLabel(at, step) {
  switch (step) {
    case "1mo": return timeFormat({ month: "short" }).format(clockOf(at));
    case "1w":
    case "1d": return timeFormat({ day: "numeric", month: "short" }).format(clockOf(at));
    default: return isMidnight(at) ? timeFormat({ day: "numeric", month: "short" }).format(clockOf(at)) : time(at);
  }
}
