import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { accountFor, canReach } from "@/lib/db/embedded/account";
import { temporaryFolder } from "../setup/folders";
import { launchServer, root, spawnServer, untilReady } from "../setup/launch";

const folder = temporaryFolder("users");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534, name: "nobody" };

describe.runIf(isRoot)("started by root", () => {
  it("runs PostgreSQL as an unprivileged user, in the data folder where that user can go", async () => {
    const data = path.join(folder, "open");
    const server = await launchServer({ FAVCRM_DATA_DIR: data });
    const { uid } = statSync(path.join(data, "postgres"));
    expect(uid).toBe(accountFor(path.join(folder, "nothing here"))?.uid);
    expect(uid).not.toBe(0);
    await server.stop();
  });

  it("keeps the database elsewhere when that user cannot enter, says so, and finds it again", async () => {
    const closed = path.join(folder, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const data = path.join(closed, "data");
    const first = await launchServer({ FAVCRM_DATA_DIR: data });
    const home = /The database is kept in (\/var\/lib\/favcrm\/[0-9a-f]{16}):/.exec(first.output())?.[1] ?? "";
    try {
      expect(existsSync(path.join(home, "postgres/PG_VERSION"))).toBe(true);
      expect(readFileSync(path.join(data, "database-is-elsewhere.txt"), "utf8")).toContain(home);
      await first.stop();
      const second = await launchServer({ FAVCRM_DATA_DIR: data });
      expect(second.output()).toContain("PostgreSQL started");
      await second.stop();
    } finally {
      await first.stop();
      if (home) rmSync(home, { recursive: true, force: true });
    }
  });

  it("serves a folder that an ordinary user made, as that user", async () => {
    const data = path.join(folder, "theirs");
    mkdirSync(data);
    chownSync(data, nobody.uid, nobody.gid);
    chmodSync(data, 0o711);
    const own = await spawnServer({ FAVCRM_DATA_DIR: data }, canReach(root, nobody) ? nobody.uid : undefined);
    await untilReady(own);
    const { uid } = statSync(path.join(data, "postgres"));
    await own.stop();
    const server = await launchServer({ FAVCRM_DATA_DIR: data });
    expect(server.output()).toContain("PostgreSQL started");
    expect(statSync(path.join(data, "postgres")).uid).toBe(uid);
    await server.stop();
  });
});

describe.runIf(isRoot && canReach(root, nobody))("started by an ordinary user", () => {
  it("works with nothing but a folder of one's own", async () => {
    const home = path.join(folder, "home");
    mkdirSync(home);
    chownSync(home, nobody.uid, nobody.gid);
    const variables = { FAVCRM_DATA_DIR: path.join(home, ".data"), HOME: home };
    const server = await spawnServer(variables, nobody.uid);
    await untilReady(server);
    expect(statSync(path.join(home, ".data")).mode & 0o777).toBe(0o700);
    expect(await server.stop()).toBeLessThan(5_000);
  });

  it("is told whose database it is when it belongs to somebody else", async () => {
    const data = path.join(folder, "of another");
    await (await launchServer({ FAVCRM_DATA_DIR: data })).stop();
    chmodSync(data, 0o755);
    const server = await spawnServer({ FAVCRM_DATA_DIR: data }, 65_533);
    await new Promise((resolve) => server.process.once("close", resolve));
    expect(server.process.exitCode).toBe(1);
    expect(server.output().trim()).toMatch(/belongs to another user \(uid \d+\)/);
  });
});
