import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const pages = ["README.md", "AGENTS.md", "CHANGELOG.md", ...markdownIn("docs")];

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file}`);
}

/** Variables that lib/env.ts knows, with the default it states itself. */
function variables(): Map<string, string | undefined> {
  const source = read("lib/env.ts");
  const declared = source.slice(source.indexOf("= z.object({"), source.indexOf("\n});"));
  const entries = declared.split(/\n {2}(?=[A-Z_]+: )/).slice(1);
  return new Map(
    entries.map((entry) => {
      const name = entry.slice(0, entry.indexOf(":"));
      const value = /whole\((\d+),/.exec(entry)?.[1] ?? /\.default\("([^"]*)"\)/.exec(entry)?.[1];
      return [name, value];
    }),
  );
}

describe("the table of variables in README.md", () => {
  const rows = [...read("README.md").matchAll(/^\| `([A-Z_]+)` *\| ([^|]*)\|/gm)];
  const documented = new Map(rows.map(([, name = "", value = ""]) => [name, value.trim()]));

  it("names every variable that lib/env.ts reads, and no other", () => {
    expect([...documented.keys()].sort()).toEqual([...variables().keys()].sort());
  });

  it("states the defaults that lib/env.ts states", () => {
    const stated = [...variables()].filter(([, value]) => value !== undefined);
    expect(stated.length).toBeGreaterThan(10);
    expect(Object.fromEntries(stated.map(([name]) => [name, documented.get(name)]))).toEqual(
      Object.fromEntries(stated),
    );
  });

  it("knows no other variables than .env.example, but for the one that scripts set", () => {
    const example = [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect([...documented.keys()].filter((name) => name !== "NODE_ENV").sort()).toEqual(example.sort());
  });
});

describe("the pages", () => {
  it.each(pages)("%s links only to files that exist", (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target = ""]) => target);
    const missing = targets.filter((target) => !existsSync(path.join(root, path.dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(pages)("%s names only npm scripts that exist", (page) => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("lists every decision", () => {
    const index = read("docs/decisions/README.md");
    const decisions = markdownIn("docs/decisions").map((file) => path.basename(file));
    expect(decisions.filter((file) => file !== "README.md" && !index.includes(`(${file})`))).toEqual([]);
  });
});
