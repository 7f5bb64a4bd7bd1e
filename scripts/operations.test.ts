import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { HIDDEN_FIELDS } from "@/lib/kernel/log";
import { COMMANDS } from "./admin/commands";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const page = readFileSync(path.join(root, "docs/operations.md"), "utf8");

/** First cells, without their ticks, of the table below the line that begins with `heading`. */
function table(heading: string): string[] {
  const below = page.slice(page.indexOf("\n", page.indexOf(`| ${heading}`)));
  return [...below.slice(0, below.indexOf("\n\n")).matchAll(/^\| `((?:[^`\\]|\\.)+)`/gm)].map(([, cell = ""]) =>
    cell.replaceAll("\\|", "|"),
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|generated|testing/.test(file))
    .map((file) => path.join(folder, file));
}

/** Every line that the server may log: `log().level({ fields }, "sentence")`, and what `seldom(…, "sentence")` says of a failure. */
const LINE = /(?:log\(\)[.[][^;"]*?\(\s*(?:\{([^{}]*)\},\s*)?|seldom\([^;"]*)"([^"]+)"/g;
const lines = ["server.ts", ...sourcesIn("lib"), ...sourcesIn("app")].flatMap((file) =>
  [...readFileSync(path.join(root, file), "utf8").matchAll(LINE)].map(([, fields = "", sentence = ""]) => ({
    fields,
    sentence,
  })),
);

describe("docs/operations.md", () => {
  it("knows every sentence of the log, and no other", () => {
    expect(lines.length).toBeGreaterThan(25);
    expect(table("sentence").sort()).toEqual([...new Set(lines.map(({ sentence }) => sentence))].sort());
  });

  it("knows every field of a log line, and no other", () => {
    const names = lines.flatMap(({ fields }) => [...fields.matchAll(/(?:^|,)\s*([A-Za-z]+)/g)].map(([, name]) => name));
    const always = ["level", "time", "msg"];
    expect(table("field").sort()).toEqual([...new Set([...always, ...names])].sort());
  });

  it("names what is hidden", () => {
    const sentence = /level below: ([^.]+)\./s.exec(page)?.[1] ?? "";
    expect([...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(HIDDEN_FIELDS);
  });

  it("describes every command of the operator as it is", () => {
    expect(table("`npm run admin")).toEqual(Object.values(COMMANDS).map(({ usage }) => usage));
  });
});
