import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommand, Home } from "./support";

const home = new Home();
beforeAll(() => buildCommand());
afterAll(() => home.remove());

// Shells are optional: where one is missing, its tests are skipped.
const fish: string = "fish";
const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

async function scriptOf(shell: string): Promise<string> {
  const run = await home.run(["completion", shell]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const file = path.join(home.folder, `favcrm.${shell}`);
  writeFileSync(file, run.stdout);
  return file;
}

/** What is offered after a line: line as typed → some of the words offered, a word not offered. */
const lines: [line: string, offered: string[], absent: string][] = [
  ["favcrm ", ["signup", "doctor", "bookings", "--json"], "cancel"],
  ["favcrm bo", ["bookings"], "doctor"],
  ["favcrm bookings ", ["list", "cancel", "stats"], "doctor"],
  ["favcrm --json team invite ", ["create", "accept-verify"], "bookings"],
  ["favcrm signup request --", ["--email", "--organisation-name", "--country"], "--code"],
  ["favcrm signup request --industry ", ["fitness", "retail"], "--email"],
];

describe.skipIf(!has("bash"))("bash completion", () => {
  it.each(lines)("%j", async (line, offered, absent) => {
    const script = await scriptOf("bash");
    const words = line.split(" ");
    const setup = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _favcrm; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", `source '${script}'; ${setup}`], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout.split("\n")).toEqual(expect.arrayContaining(offered));
    expect(stdout.split("\n")).not.toContain(absent);
  });
});

describe.skipIf(!has(fish))("fish completion", () => {
  it.each(lines)("%j", async (line, offered, absent) => {
    const script = await scriptOf(fish);
    const env = home.env({ TERM: "dumb" });
    const asked = spawnSync(fish, ["--no-config", "-c", `source '${script}'; complete -C '${line}'`], {
      encoding: "utf8",
      env,
    });
    const words = asked.stdout.split("\n").map((entry) => entry.split("\t")[0]);
    expect(words).toEqual(
      expect.arrayContaining(offered.filter((word) => !word.startsWith("--") || line.endsWith("--"))),
    );
    expect(words).not.toContain(absent);
  });
});

describe.skipIf(!has("zsh"))("zsh completion", () => {
  it("loads as a function of the completion system without an error", async () => {
    const script = await scriptOf("zsh");
    const check = `autoload -Uz compinit && compinit -u -D && source '${script}' && print -r -- $_comps[favcrm]`;
    const run = spawnSync("zsh", ["-f", "-c", check], { encoding: "utf8", env: home.env() });
    expect(run.stderr).toBe("");
    expect(run.stdout.trim()).toBe("_favcrm");
  });

  it.each(lines)("%j", async (line, offered, absent) => {
    const script = await scriptOf("zsh");
    // Stands in for the completion system: says what would be offered instead of drawing a menu.
    const stubs = `_describe() { print -rl -- \${(P)4%%:*} }; compadd() { shift; print -rl -- "$@" }; compdef() { : }`;
    const words = line
      .split(" ")
      .map((word) => `'${word}'`)
      .join(" ");
    const check = `${stubs}; source '${script}'; words=(${words}); CURRENT=$#words; _favcrm`;
    const run = spawnSync("zsh", ["-f", "-c", check], { encoding: "utf8", env: home.env() });
    expect(run.stderr).toBe("");
    const partial = line.split(" ").at(-1) ?? "";
    const shown = run.stdout.split("\n").filter((word) => word.startsWith(partial));
    expect(shown).toEqual(expect.arrayContaining(offered));
    expect(shown).not.toContain(absent);
  });
});
