import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnvironment, freePort, root, testBundles, type Variables } from "./setup/launch";
import { serverUrl } from "./support/server";

async function play(variables: Variables): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [path.join(testBundles, "demo.mjs")], {
    cwd: root,
    env: cleanEnvironment({ DATABASE_URL: process.env.DATABASE_URL, ...variables }),
  });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  const [code] = (await once(child, "close")) as [number];
  return { code, output: Buffer.concat(parts).toString("utf8") };
}

describe("the demo", () => {
  it("plays the whole conversation, as often as one likes, and shows no whole key", async () => {
    for (const _round of [1, 2]) {
      const { code, output } = await play({ FAVCRM_MCP_URL: `${serverUrl()}/mcp` });
      expect(code, output).toBe(0);
      expect(output).toContain("Everything answered as it should");
      expect(output.match(/✓/g)).toHaveLength(11);
      expect(output).not.toMatch(/fav_mcp_[0-9A-Za-z]{20,}/);
    }
  });

  it("fails with one clear line when nobody answers", async () => {
    const { code, output } = await play({ FAVCRM_MCP_URL: `http://localhost:${await freePort()}/mcp` });
    expect(code).toBe(1);
    expect(output).toContain('Start it with "npm start"');
    expect(output).not.toContain("at async");
  });

  it("fails when an answer is off: here the code does not expire, because it looks at another database", async () => {
    const elsewhere = new URL(process.env.DATABASE_URL ?? "");
    elsewhere.pathname = "/postgres";
    const { code, output } = await play({ FAVCRM_MCP_URL: `${serverUrl()}/mcp`, DATABASE_URL: elsewhere.href });
    expect(code).not.toBe(0);
    expect(output).toContain("✗ Somebody types the right code too late");
  });
});
