// Writes a new operation, its test and its line in the domain's list; a new domain gets its list and a line in the registry.
// usage: npm run new:operation -- DOMAIN VERB-NOUN [--effect read|create|update|delete|send] [--area AREA]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { fail, mustRun, root } from "./lib/run.mjs";

const folder = path.join(root, "lib/operations");
const registry = path.join(folder, "index.ts");
const templates = path.join(root, "scripts/templates");

const effects = ["read", "create", "update", "delete", "send"];
/** What a verb usually does; any other changes something that exists. */
const effectOfVerb = {
  ...Object.fromEntries(
    ["list", "get", "search", "find", "check", "preview", "export", "count", "suggest", "validate", "compare"].map(
      (verb) => [verb, "read"],
    ),
  ),
  ...Object.fromEntries(["create", "add", "import", "register"].map((verb) => [verb, "create"])),
  ...Object.fromEntries(["delete", "remove", "revoke"].map((verb) => [verb, "delete"])),
  ...Object.fromEntries(["send", "resend", "request"].map((verb) => [verb, "send"])),
};

const usage = "usage: npm run new:operation -- DOMAIN VERB-NOUN [--effect EFFECT] [--area AREA]";
const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const sentence = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

function readAreas() {
  const source = readFileSync(path.join(root, "lib/auth/scopes.ts"), "utf8");
  const list = /export const AREAS = \[([^\]]*)\]/.exec(source)?.[1] ?? "";
  return [...list.matchAll(/"([a-z_]+)"/g)].map(([, area]) => area);
}

/** The area that the domain's operations belong to already, or the one of the domain's own name. */
function guessArea(domain) {
  const own = path.join(folder, domain);
  for (const file of existsSync(own) ? readdirSync(own) : []) {
    const area = /\n {2}area: "([a-z_]+)"/.exec(readFileSync(path.join(own, file), "utf8"))?.[1];
    if (area) return area;
  }
  return domain.replaceAll("-", "_");
}

/** Puts an import among the others, in the order of their paths. */
function withImport(source, line) {
  const lines = source.split("\n");
  const last = lines.findLastIndex((each) => each.startsWith("import "));
  lines.splice(last + 1, 0, line);
  return lines.join("\n");
}

/** Adds `entry` at the end of the one exported list of `source`. */
function withEntry(source, entry) {
  const end = source.lastIndexOf("]");
  const before = source.slice(0, end).trimEnd();
  const comma = before.endsWith("[") || before.endsWith(",") ? "" : ",";
  return `${before}${comma} ${entry}${source.slice(end)}`;
}

function list(domain, name) {
  const file = path.join(folder, domain, "operations.ts");
  const importLine = `import { ${camel(name)} } from "./${name}";`;
  if (existsSync(file)) {
    writeFileSync(file, withEntry(withImport(readFileSync(file, "utf8"), importLine), camel(name)));
    return [file];
  }
  const constant = `${camel(domain)}Operations`;
  writeFileSync(file, `${importLine}\n\nexport const ${constant} = [${camel(name)}];\n`);
  const source = withImport(readFileSync(registry, "utf8"), `import { ${constant} } from "./${domain}/operations";`);
  writeFileSync(registry, withEntry(source, `...${constant}`));
  return [file, registry];
}

function write(domain, name, { effect, area }) {
  const fill = (text) =>
    text
      .replaceAll("__EXPORT__", camel(name))
      .replaceAll("__NAME__", name.replaceAll("-", "_"))
      .replaceAll("__TITLE__", sentence(name))
      .replaceAll("__FILE__", name)
      .replaceAll("__AREA__", area)
      .replaceAll("__EFFECT__", effect)
      .replaceAll("__SCOPE__", `${area}:${effect === "read" || effect === "send" ? effect : "write"}`);
  const make = (template, file) => {
    writeFileSync(file, fill(readFileSync(path.join(templates, template), "utf8")));
    return file;
  };
  const base = path.join(folder, domain, name);
  return [
    make(effect === "read" ? "read.ts.txt" : "write.ts.txt", `${base}.ts`),
    make("test.ts.txt", `${base}.test.ts`),
  ];
}

function readArguments() {
  const options = { effect: { type: "string" }, area: { type: "string" } };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

const { values, positionals } = readArguments();
const [domain, name, ...rest] = positionals;
if (!domain || !name || rest.length > 0) fail(usage);
if (!kebab.test(domain) || !kebab.test(name))
  fail(`Domain and name are kebab-case, such as services count-services.\n${usage}`);
if (!name.includes("-")) fail(`"${name}" lacks a noun: an operation is a verb and a noun, such as count-services.`);
if (name.length > 40) fail(`"${name}" is longer than 40 characters, which is what clients accept.`);
const area = values.area ?? guessArea(domain);
const areas = readAreas();
if (!areas.includes(area)) fail(`"${area}" is no area. Name one with --area: ${areas.join(", ")}.`);
const effect = values.effect ?? effectOfVerb[name.split("-")[0]] ?? "update";
if (!effects.includes(effect)) fail(`"${effect}" is no effect. Name one with --effect: ${effects.join(", ")}.`);
if (existsSync(path.join(folder, domain, `${name}.ts`))) fail(`lib/operations/${domain}/${name}.ts is already there.`);
const wireName = `name: "${name.replaceAll("-", "_")}"`;
const taken = readdirSync(folder, { recursive: true }).find(
  (file) => file.endsWith(".ts") && readFileSync(path.join(folder, file), "utf8").includes(wireName),
);
if (taken) fail(`lib/operations/${taken} is called ${name.replaceAll("-", "_")} already.`);

mkdirSync(path.join(folder, domain), { recursive: true });
const made = [...write(domain, name, { effect, area }), ...list(domain, name)];
const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
await mustRun(process.execPath, [biome, "check", "--write", ...made], { quiet: true });
for (const file of made) console.log(path.relative(root, file));
