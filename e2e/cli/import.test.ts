import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoint, signUp } from "./real-server";
import { buildCommand, Home, hasTerminal, Terminal } from "./support";

let home: Home;
let count = 0;

beforeAll(async () => {
  buildCommand();
  home = new Home(endpoint());
  await signUp(home);
});
afterAll(() => home.remove());

function fileOf(text: string, name = "members.csv"): string {
  const file = path.join(mkdtempSync(path.join(home.folder, "list ")), name);
  writeFileSync(file, text);
  return file;
}

/** Two customers nobody has yet, one damaged phone. */
function list(): string {
  count += 2;
  const phone = (n: number) => `9100${String(n).padStart(4, "0")}`;
  return `Name,Handy,Shop\nCli ${count},${phone(count)},x\nCli ${count + 1},${phone(count + 1)},x\nRounded,8.5E+10,x\n`;
}

const found = async (search: string) =>
  (await home.json<{ items: { name: string; phone: string }[] }>(["members", "search", search])).items;

describe("favcrm import", () => {
  it("brings a file in with --yes, prints the result as JSON, and writes what was held back", async () => {
    const problems = path.join(home.folder, "held.csv");
    const args = ["import", fileOf(list()), "--map", "Handy=phone", "--yes", "--problems", problems];
    const { import: job, held } = await home.json<{ import: Record<string, unknown>; held: unknown[] }>(args);
    expect(job).toMatchObject({ status: "done", created: 2, heldBack: 1, label: "members.csv" });
    expect(held).toMatchObject([{ row: 3, reasons: [{ field: "phone" }] }]);
    expect(await found(`Cli ${count}`)).toMatchObject([{ phone: `+8529100${String(count).padStart(4, "0")}` }]);
    expect(readFileSync(problems, "utf8")).toContain('"Rounded","8.5E+10"');
    expect(statSync(problems).mode & 0o777).toBe(0o600);
    const undone = await home.json(["tool", "call", "undo_import", JSON.stringify({ importId: job.id }), "--yes"]);
    expect(undone).toMatchObject({ deleted: 2 });
  });

  it("only looks with --preview, and says which column fills what", async () => {
    const seen = await home.run([
      "import",
      fileOf(list()),
      "--map",
      "Handy=phone",
      "--map",
      "Shop=ignore",
      "--preview",
    ]);
    expect(seen.code, seen.stderr).toBe(0);
    expect(seen.stdout).toBe("");
    expect(seen.stderr).toMatch(/Handy\s+phone/);
    expect(seen.stderr).toMatch(/3 rows: 2 new, 0 to be linked, 0 to be merged, 1 held back/);
    expect(seen.stderr).toMatch(/was rounded by a spreadsheet/);
    expect(await found(`Cli ${count}`)).toEqual([]);
  });

  it("refuses before anything is sent: no file, an empty one, nobody to ask, a wrong --map", async () => {
    const usage = async (...args: string[]) => {
      const run = await home.run(["import", ...args]);
      expect(run.code).toBe(2);
      return run.stderr;
    };
    expect(await usage("missing.csv", "--yes")).toContain("There is no file missing.csv");
    expect(await usage(fileOf(""), "--yes")).toContain("is empty");
    expect(await usage(fileOf(list()))).toContain("--preview");
    expect(await usage(fileOf(list()), "--yes", "--map", "Handy")).toContain("column=field");
    expect(await usage(fileOf("x".repeat(26 * 1024 * 1024)), "--yes")).toContain("Split the list");
  });

  it("says why the server did not take a file or a column", async () => {
    const unread = await home.run(["import", fileOf("Name,Phone\n"), "--yes"]);
    expect(unread).toMatchObject({ code: 1, stdout: "" });
    expect(unread.stderr).toContain("holds a header and no rows");
    const unmapped = await home.run(["import", fileOf("Who knows,Phone\nAnna,91234567\n"), "--yes"]);
    expect(unmapped.stderr).toContain("no column is the name");
  });

  it.runIf(hasTerminal)("asks a person after the preview, and adds nobody when they say no", async () => {
    const no = new Terminal(home, ["import", fileOf(list()), "--map", "Handy=phone"]);
    await no.sees("2 new");
    await no.sees("Import 3 rows?");
    no.type("n");
    expect(await no.exit()).toBe(130);
    expect(no.screen).toContain("nobody was added");
    const yes = new Terminal(home, ["import", fileOf(list()), "--map", "Handy=phone"]);
    await yes.sees("Import 3 rows?");
    yes.type("y");
    await yes.sees("To take it back");
    expect(await yes.exit()).toBe(0);
    expect(await found(`Cli ${count}`)).toHaveLength(1);
  });
});
