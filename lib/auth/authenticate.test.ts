import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withClockOff } from "@/e2e/support/clock";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { amendEnvironment, type Environment, env } from "@/lib/env";
import type { Caller } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { authenticateKey, isWithin } from "./authenticate";
import { clientAddress, networkOf, peerToken } from "./client-address";
import { maskKey } from "./key-form";
import { flushKeyUse } from "./key-use";
import { generateKey, isWellFormedKey } from "./keys";
import { ROLE_SCOPES } from "./scopes";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await makeWorkspace();
});

const request = (authorization?: string, more: Record<string, string> = {}, url = "http://localhost/mcp") =>
  new Request(url, { headers: { ...(authorization === undefined ? {} : { authorization }), ...more } });
const bearer = (key: string, more?: Record<string, string>) => authenticateKey(request(`Bearer ${key}`, more));
const from = (ip: string) => ({ "x-favcrm-peer": `${peerToken()} ${ip}` });
const setKey = (data: object) => systemDb().apiKey.updateMany({ where: { id: workspace.keyId }, data });

describe("a key", () => {
  it("makes a caller: its owner, in its company, with its scopes within the role", async () => {
    const caller = (await bearer(workspace.apiKey, from("203.0.113.7"))) as Caller;
    expect(caller).toMatchObject({
      actor: { type: "apiKey", id: workspace.keyId, label: "Test key" },
      userId: workspace.userId,
      role: "owner",
      ip: "203.0.113.7",
      workspace: { organisationId: workspace.organisationId, companyId: workspace.companyId, currency: "HKD" },
    });
    await systemDb().membership.updateMany({ where: { userId: workspace.userId }, data: { role: "staff" } });
    expect(((await bearer(workspace.apiKey)) as Caller).scopes).toEqual(ROLE_SCOPES.staff);
  });

  it("has a checksum: a change of any character is noticed (case 36)", async () => {
    const key = generateKey();
    expect(key).toMatch(/^fav_mcp_[0-9A-Za-z]{36}$/);
    expect(isWellFormedKey(key)).toBe(true);
    expect(isWellFormedKey("fav_mcp_0123456789abcdefghijklmnopqrst0qM86Q")).toBe(true);
    for (let at = 8; at < key.length; at++) {
      const changed = key.slice(0, at) + (key[at] === "x" ? "y" : "x") + key.slice(at + 1);
      expect(isWellFormedKey(changed), changed).toBe(false);
    }
  });

  it("unknown, revoked, expired this instant, of a removed member, of a deleted organisation: one answer (cases 37, 40, 45)", async () => {
    expect(await bearer(generateKey())).toBe("invalid_token");
    await systemDb()
      .$executeRaw`UPDATE api_keys SET expires_at = date_trunc('milliseconds', now()) WHERE id = ${workspace.keyId}`;
    expect(await bearer(workspace.apiKey)).toBe("invalid_token");
    await setKey({ expiresAt: null });
    expect(await bearer(workspace.apiKey)).toHaveProperty("key");
    await setKey({ revokedAt: new Date() });
    expect(await bearer(workspace.apiKey)).toBe("invalid_token");
    await setKey({ revokedAt: null });
    const membership = { where: { userId: workspace.userId } };
    await systemDb().membership.updateMany({ ...membership, data: { removedAt: new Date() } });
    expect(await bearer(workspace.apiKey)).toBe("invalid_token");
    await systemDb().membership.updateMany({ ...membership, data: { removedAt: null } });
    await systemDb().organisation.update({ where: { id: workspace.organisationId }, data: { deletedAt: new Date() } });
    expect(await bearer(workspace.apiKey)).toBe("invalid_token");
  });

  it("is read from one Bearer header, the scheme in any case, and from nowhere else (cases 42, 43)", async () => {
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      expect(await authenticateKey(request(`${scheme} ${workspace.apiKey}`)), scheme).toHaveProperty("key");
    }
    const { apiKey } = workspace;
    const odd = [
      apiKey,
      `Basic ${apiKey}`,
      "Bearer",
      "Bearer ",
      "",
      `Bearer ${apiKey}, Bearer ${apiKey}`,
      `Bearer ${"x".repeat(100_000)}`,
      `Bearer ${apiKey} x`,
    ];
    for (const header of odd) expect(await authenticateKey(request(header)), header.slice(0, 20)).toBe("invalid_token");
    expect(await authenticateKey(request(undefined, {}, `http://localhost/mcp?key=${apiKey}`))).toBe("key_in_url");
    expect(await authenticateKey(request(`Bearer ${apiKey}`, {}, `http://localhost/mcp?x=${generateKey()}`))).toBe(
      "key_in_url",
    );
    expect(await authenticateKey(request())).toMatchObject({ actor: { type: "anonymous" }, scopes: new Set() });
  });

  it("is told apart from its masked form, which agents send when they read the wrong line of an answer", async () => {
    const masked = maskKey({ prefix: workspace.apiKey.slice(0, 12), last4: workspace.apiKey.slice(-4) });
    const onTheWire = Buffer.from(masked, "utf8").toString("latin1");
    for (const text of [onTheWire, masked.replace("…", "...")]) expect(await bearer(text), text).toBe("masked_key");
  });

  it("is looked for up to a length of 512 characters, in the header alone, exactly as it was given", async () => {
    const { apiKey } = workspace;
    const padded = (length: number) => `Bearer ${" ".repeat(length - "Bearer ".length - apiKey.length)}${apiKey}`;
    expect(await authenticateKey(request(padded(512)))).toHaveProperty("key");
    expect(await authenticateKey(request(padded(513)))).toBe("invalid_token");
    const near = `http://localhost/mcp?note=fav_mcp_${"x".repeat(35)}`;
    expect(await authenticateKey(request(`Bearer ${apiKey}`, {}, near))).toHaveProperty("key");
  });

  it("works in the company that is asked for, if it is one of its organisation that still exists", async () => {
    const { organisationId, companyId, apiKey } = workspace;
    const { organisation: _, ...first } = await systemDb().company.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id: companyId } },
      include: { organisation: true },
    });
    const second = await systemDb().company.create({ data: { ...first, id: newId("co"), name: "Second" } });
    const inCompany = (id: string) => bearer(apiKey, { "x-company-id": id });
    expect(await inCompany(second.id)).toMatchObject({ workspace: { companyId: second.id, companyName: "Second" } });
    expect(await bearer(apiKey)).toMatchObject({ workspace: { companyId } });
    const { companyId: foreign } = await makeWorkspace();
    for (const id of [foreign, newId("co"), "", "co_1", `${companyId}x`, companyId.toUpperCase()])
      expect(await inCompany(id), id).toBe("unknown_company");
    const where = { organisationId_id: { organisationId, id: second.id } };
    await systemDb().company.update({ where, data: { archivedAt: new Date() } });
    expect(await inCompany(second.id)).toBe("unknown_company");
  });

  it("belongs to one person in one organisation: what others are elsewhere changes nothing", async () => {
    const other = await makeWorkspace();
    const { organisationId, userId } = workspace;
    const elsewhere = { id: newId("mem"), role: "staff", organisationId: other.organisationId };
    await systemDb().membership.create({ data: { ...elsewhere, userId, defaultCompanyId: other.companyId } });
    const here = { id: newId("mem"), role: "staff", organisationId, defaultCompanyId: workspace.companyId };
    await systemDb().membership.create({ data: { ...here, userId: other.userId } });
    expect(await bearer(workspace.apiKey)).toMatchObject({ role: "owner", userId, workspace: { organisationId } });
    await systemDb().membership.updateMany({ where: { userId, organisationId }, data: { removedAt: new Date() } });
    expect(await bearer(workspace.apiKey)).toBe("invalid_token");
  });

  it("lives and ends by the database's clock, whatever this machine's says (case 19)", async () => {
    const endIn = (offset: string) =>
      systemDb().$executeRawUnsafe(
        `UPDATE api_keys SET expires_at = now() + interval '${offset}' WHERE id = $1`,
        workspace.keyId,
      );
    await endIn("-1 second");
    expect(await withClockOff(-86_400_000, () => bearer(workspace.apiKey))).toBe("invalid_token");
    await endIn("1 minute");
    expect(await withClockOff(86_400_000, () => bearer(workspace.apiKey))).toHaveProperty("key");
  });

  it("lives until its end, not to the end of it, and has its marks of first use at once", async () => {
    await systemDb()
      .$executeRaw`UPDATE api_keys SET expires_at = now() + interval '1 hour' WHERE id = ${workspace.keyId}`;
    const before = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    expect(before.firstUsedAt).toBeNull();
    expect(await bearer(workspace.apiKey)).toMatchObject({ key: { id: workspace.keyId, expiresAt: before.expiresAt } });
    const used = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    expect(used.firstUsedAt).toBeInstanceOf(Date);
    await bearer(workspace.apiKey);
    const again = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    expect(again.firstUsedAt).toEqual(used.firstUsedAt);
  });

  it("says by whom it was used in at most 200 characters, and by which request", async () => {
    const told = { "user-agent": "a".repeat(250), "x-request-id": "req_1" };
    expect(await bearer(workspace.apiKey, told)).toMatchObject({ client: "a".repeat(200), requestId: "req_1" });
    expect(await bearer(workspace.apiKey)).toMatchObject({ client: null, requestId: expect.stringMatching(/^evt_/) });
  });

  it("is bound to its networks: IPv4, IPv6, and IPv4 in IPv6 clothes (case 47)", async () => {
    await setKey({ allowedNetworks: ["203.0.113.0/24", "198.51.100.7", "2001:db8:1::/48"] });
    for (const ip of ["203.0.113.9", "::ffff:203.0.113.9", "198.51.100.7", "2001:db8:1::5", "2001:DB8:1:0::5"]) {
      expect(await bearer(workspace.apiKey, from(ip)), ip).toHaveProperty("key");
    }
    for (const ip of ["203.0.114.9", "198.51.100.8", "2001:db8:2::5", "::1", "nonsense"]) {
      expect(await bearer(workspace.apiKey, from(ip)), ip).toBe("address_not_allowed");
    }
    expect(await bearer(workspace.apiKey)).toBe("address_not_allowed");
    await setKey({ allowedNetworks: ["198.51.100.7"] });
    expect(await bearer(workspace.apiKey, from("198.51.100.7"))).toHaveProperty("key");
    expect(await bearer(workspace.apiKey, from("198.51.100.8"))).toBe("address_not_allowed");
    expect(isWithin("10.0.0.1", ["nonsense", "10.0.0.0/8"])).toBe(true);
    expect(isWithin("10.0.0.1", ["nonsense"])).toBe(false);
    expect([isWithin("::ffff:10.0.0.1", ["10.0.0.0/8"]), isWithin(null, ["0.0.0.0/0"])]).toEqual([true, false]);
  });

  it("remembers when and from where it was used, and tells the owner about a second network only", async () => {
    const use = async (ip: string) => {
      await bearer(workspace.apiKey, { ...from(ip), "user-agent": "agent/1.0" });
      await flushKeyUse();
    };
    for (const ip of ["203.0.113.7", "203.0.113.8", "198.51.100.1", "198.51.100.2"]) await use(ip);
    const row = await systemDb().apiKey.findFirstOrThrow({ where: { id: workspace.keyId } });
    expect(row).toMatchObject({
      lastUsedIp: "198.51.100.2",
      lastUsedClient: "agent/1.0",
      firstUsedAt: expect.any(Date),
    });
    const mails = await systemDb().outboxMail.findMany({ where: { organisationId: workspace.organisationId } });
    expect(mails.map(({ template }) => template)).toEqual(["key_new_network"]);
    expect(JSON.stringify(mails)).toContain("198.51.100.0/24");
  });
});

describe("the client's address", () => {
  const before = env();
  const trust = (trustedHops: number) => amendEnvironment({ trustedHops } satisfies Partial<Environment>);
  afterEach(() => amendEnvironment(before));

  const peer = from("192.0.2.1");
  const addressOf = (headers: Record<string, string>) => clientAddress(new Headers(headers));

  it("is the socket's, whatever X-Forwarded-For claims, while no hop is trusted (case 8)", () => {
    trust(0);
    for (const claim of ["203.0.113.9", "127.0.0.1", "203.0.113.9, 10.0.0.1", "garbage"]) {
      expect(addressOf({ ...peer, "x-forwarded-for": claim, "x-real-ip": claim, forwarded: `for=${claim}` })).toBe(
        "192.0.2.1",
      );
    }
  });

  it("is what the outermost trusted hop saw, never further left", () => {
    trust(1);
    expect(addressOf({ ...peer, "x-forwarded-for": "6.6.6.6, 203.0.113.9" })).toBe("203.0.113.9");
    trust(2);
    expect(addressOf({ ...peer, "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.1" })).toBe("203.0.113.9");
    expect(addressOf({ ...peer, "x-forwarded-for": "203.0.113.9" })).toBe("192.0.2.1");
    expect(addressOf({ ...peer, "x-forwarded-for": "junk, 10.0.0.1" })).toBe("192.0.2.1");
  });

  it("is unknown when nobody of ours vouches for it", () => {
    trust(0);
    for (const forged of ["0000 203.0.113.9", "203.0.113.9", `${peerToken()}`, `${peerToken()} junk`]) {
      expect(addressOf({ "x-favcrm-peer": forged }), forged).toBeNull();
    }
  });

  it("belongs to a network: /24 or /48", () => {
    expect(networkOf("203.0.113.77")).toBe("203.0.113.0/24");
    expect(networkOf("2001:db8:1:2::77")).toBe("2001:db8:1::/48");
    expect(networkOf("::1")).toBe("0:0:0::/48");
  });
});
