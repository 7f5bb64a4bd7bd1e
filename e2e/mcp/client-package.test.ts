import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { serverUrl } from "../support/server";

it("hands out the command line that belongs to it", async () => {
  const response = await fetch(`${serverUrl()}/cli.tgz`);
  expect(response.status).toBe(200);
  const tar = gunzipSync(Buffer.from(await response.arrayBuffer())).toString("latin1");
  expect(tar).toContain("package/dist/favcrm.mjs");
});
