// What selects of the dialogs offer.
import { measures } from "./measures.js";

/** The measures that goals and alerts have. */
export const measureChoices = measures.filter(({ key }) => ["revenue", "orders", "units"].includes(key)).map(({ key, name }) => [key, name]);

/** All currencies, those of the shop first. */
export function currencyChoices(own, chosen) {
  const first = [...new Set([...own, chosen].filter(Boolean))];
  return grouped("Of this shop", first, Intl.supportedValuesOf("currency").filter((code) => !first.includes(code)), (code) => code);
}

/** All zones, that of the page first. */
export function zoneChoices(zone, chosen) {
  const first = [...new Set([zone, chosen, "UTC"].filter(Boolean))];
  return grouped("Often wanted", first, Intl.supportedValuesOf("timeZone").filter((one) => !first.includes(one)), (one) => one.replaceAll("_", " "));
}

const grouped = (title, first, others, textOf) => [
  ...(first.length > 0 ? [{ title, choices: first.map((one) => [one, textOf(one)]) }] : []),
  { title: "All", choices: others.map((one) => [one, textOf(one)]) },
];
