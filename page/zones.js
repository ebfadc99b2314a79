// The choice of the zone that all times of the page are in.
import { element } from "./dom.js";
import { ownZone } from "./view.js";

/** Fills a select with the zones that the browser knows. */
export function zoneSelect(select, change) {
  const zones = [...new Set(["UTC", ownZone, ...Intl.supportedValuesOf("timeZone")])];
  const option = (zone) => element("option", { value: zone, text: zone.replaceAll("_", " ") });
  select.append(
    element("optgroup", { label: "Often wanted" }, ...zones.slice(0, ownZone === "UTC" ? 1 : 2).map(option)),
    element("optgroup", { label: "All" }, ...zones.slice(ownZone === "UTC" ? 1 : 2).map(option)));
  select.addEventListener("change", () => change({ tz: select.value }));
  return {
    show({ tz }) {
      if (![...select.options].some(({ value }) => value === tz)) {
        select.append(option(tz));
      }
      select.value = tz;
    },
  };
}
