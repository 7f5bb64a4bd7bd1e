import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CASES, findProofs, readTests } from "./lib/safety-cases.mjs";

const root = path.dirname(import.meta.dirname);
const proofs = findProofs(readTests(root));
const page = readFileSync(path.join(root, "docs/safety.md"), "utf8");

describe("the list of what must never happen", () => {
  it.each(Object.entries(CASES))("case %s has a test: %s", (number) => {
    expect(proofs.filter(({ cases }) => cases.includes(Number(number)))).not.toEqual([]);
  });

  it("knows every case that a test names", () => {
    const named = new Set(proofs.flatMap(({ cases }) => cases));
    expect([...named].filter((number) => !(number in CASES))).toEqual([]);
  });

  it("stands in docs/safety.md as it is: npm run test:safety -- --table writes it", () => {
    for (const { file, title } of proofs) {
      expect(page).toContain(file);
      expect(page).toContain(title.replaceAll("|", "\\|").replaceAll("<", "&lt;"));
    }
    expect(page).not.toContain("not proven");
  });
});
