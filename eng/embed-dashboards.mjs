// Puts dashboards/*.json into template.yaml, where the deployment takes them from; a test holds the two to be the same.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "dashboards");
const begin = "  # Dashboards: made from dashboards/ by `node eng/embed-dashboards.mjs`.\n";
const end = "  # End of the dashboards.\n";

/** A resource, with a widget on each line. */
function resource(file) {
  const name = basename(file, ".json");
  const { widgets, ...rest } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const head = JSON.stringify(rest).slice(1, -1);
  const lines = [`{${head}${head ? "," : ""}"widgets":[`, ...widgets.map((widget, i) => JSON.stringify(widget) + (i < widgets.length - 1 ? "," : "")), "]}"];
  return [
    `  ${name[0].toUpperCase()}${name.slice(1)}Dashboard:`,
    "    Type: AWS::CloudWatch::Dashboard",
    "    Properties:",
    `      DashboardName: !Sub "\${AWS::StackName}-${name}"`,
    "      DashboardBody: !Sub |",
    ...lines.map((line) => `        ${line}`),
    "",
    "",
  ].join("\n");
}

const path = join(root, "template.yaml");
const template = readFileSync(path, "utf8");
const [from, to] = [template.indexOf(begin), template.indexOf(end)];
if (from < 0 || to < from) {
  throw new Error("template.yaml lacks the two comments between which the dashboards stand.");
}

const dashboards = readdirSync(folder).filter((file) => file.endsWith(".json")).sort().map(resource).join("");
writeFileSync(path, template.slice(0, from) + begin + dashboards + template.slice(to));
