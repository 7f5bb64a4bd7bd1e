import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const copied = ["docs", "e2e", "lib", "messages", "prisma", "scripts"];
const files = ["package.json", "tsconfig.json", "vitest.config.ts", "biome.json", ".gitignore", "prisma.config.ts"];
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), "favcrm-add-a-tool-"));
  for (const entry of [...copied, ...files])
    cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Ran {
  code: number | null;
  text: string;
}

/** Runs a line of the page in the copy, in a shell as a reader would, without this test run's own settings. */
function shell(line: string): Ran {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, NODE_ENV: "test" } as NodeJS.ProcessEnv;
  const { status, stdout, stderr } = spawnSync(line, { shell: true, cwd: copy, env, encoding: "utf8" });
  return { code: status, text: `${line}\n${stdout}${stderr}` };
}

const read = (file: string) => readFileSync(path.join(copy, file), "utf8");

type Step = { command: string } | { file: string; text: string };

/** What the page tells its reader to do, in order: shell blocks to run, and files whose name stands above their text. */
function stepsOf(page: string): Step[] {
  const blocks = [...page.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```(sh|ts)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, file, language, text = ""]): Step[] => {
    if (language === "sh")
      return text
        .trim()
        .split("\n")
        .map((command) => ({ command }));
    return [{ file: file ?? "a file that the page does not name", text }];
  });
}

describe("docs/add-a-tool.md", () => {
  const steps = stepsOf(readFileSync(path.join(root, "docs/add-a-tool.md"), "utf8"));
  const edited = steps.flatMap((step) => ("file" in step ? [step.file] : []));

  it("asks for at most three files to be edited by hand", () => {
    expect(new Set(edited).size).toBeGreaterThan(0);
    expect(new Set(edited).size).toBeLessThanOrEqual(3);
  });

  it("leads, followed literally, to a tool that the registry accepts and whose promises hold", () => {
    for (const step of steps) {
      if ("file" in step) {
        expect(read(step.file), `${step.file} is there before it is edited`).not.toBe(step.text);
        writeFileSync(path.join(copy, step.file), step.text);
        continue;
      }
      const { code, text } = shell(step.command);
      expect(code, text).toBe(0);
    }
    const contract = JSON.parse(read("lib/surfaces/mcp/__snapshots__/count_services.json"));
    expect(contract).toMatchObject({ name: "count_services", annotations: { readOnlyHint: true } });
    const { code, text } = shell("npx biome check lib/operations/services");
    expect(code, text).toBe(0);
  }, 180_000);
});

describe("npm run new:operation", () => {
  it("makes a new domain whose operations, of any effect, keep the rules and pass their own tests", () => {
    for (const line of ["read-quotes get-quote --area bookings", "read-quotes pin-quote", "read-quotes send-quote"]) {
      const { code, text } = shell(`npm run new:operation -- ${line}`);
      expect(code, text).toBe(0);
    }
    expect(read("lib/operations/index.ts")).toContain("...readQuotesOperations");
    expect(read("lib/operations/read-quotes/operations.ts")).toContain("[getQuote, pinQuote, sendQuote]");
    expect(read("lib/operations/read-quotes/send-quote.ts")).toMatch(
      /effect: "send",\n {2}scopes: \["bookings:send"\]/,
    );
    const rules = shell('npx vitest run --project rules registry -t "the registry|get_quote|pin_quote|send_quote"');
    expect(rules.code, rules.text).toBe(0);
    const promises = shell("npx vitest run --project units lib/operations/read-quotes");
    expect(promises.code, promises.text).toBe(0);
  }, 180_000);

  it.each([
    ["", "usage:"],
    ["services CountServices", "kebab-case"],
    ["services count", "lacks a noun"],
    ["services list-services", "already there"],
    ["tags list-services", "called list_services already"],
    ["nowhere get-thing", "Name one with --area"],
    ["services count-things --effect loud", "Name one with --effect"],
  ])("refuses `%s` in one line and writes nothing", (line, reason) => {
    const before = shell("find lib -type f | sort | xargs cksum").text;
    const { code, text } = shell(`node scripts/new-operation.mjs ${line}`);
    expect(code).toBe(1);
    expect(text).toContain(reason);
    expect(shell("find lib -type f | sort | xargs cksum").text).toBe(before);
  });
});
