import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serverUrl, type ToolResult } from "../support/server";
import { makeWorkspace } from "../support/workspace";

/** A day at the desk of an agent that has a key and the tools' own texts, and nothing else. */

let client: Client;
beforeAll(async () => {
  const { apiKey } = await makeWorkspace("Harbour Yoga");
  client = new Client({ name: "desk", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const requestInit = { headers: { authorization: `Bearer ${apiKey}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${serverUrl()}/mcp`), { requestInit }));
});
afterAll(() => client.close());

/** What these calls read of a record. */
interface Shown {
  id: string;
  userId: string;
  phone: string | null;
  version: number;
  stages: { name: string; outcome: string }[];
}
type Data = Record<"account" | "tag" | "segment" | "task" | "deal", Shown> &
  Record<"items" | "accounts", Shown[]> & { erasureId: string };

async function answer(name: string, args: Record<string, unknown> = {}): Promise<ToolResult> {
  return (await client.callTool({ name, arguments: args })) as unknown as ToolResult;
}

/** The data of a call that must succeed. */
async function call(name: string, args: Record<string, unknown> = {}): Promise<Data> {
  const { isError, structuredContent } = await answer(name, args);
  expect(isError, JSON.stringify(structuredContent.error)).toBeFalsy();
  return structuredContent.data as Data;
}

/** What a refused call says. */
async function refused(name: string, args: Record<string, unknown>) {
  const { isError, structuredContent } = await answer(name, args);
  expect(isError).toBe(true);
  const { error } = structuredContent;
  if (!error) throw new Error(`${name} was refused without a reason`);
  return error;
}

it("reads in the tools' texts where every id comes from", async () => {
  const { tools } = await client.listTools();
  const text = (name: string) => JSON.stringify(tools.find((tool) => tool.name === name) ?? {});
  expect(text("attach_tags")).toContain("list_tags");
  expect(text("create_task")).toContain("list_staff");
  expect(text("create_deal")).toContain("list_pipelines");
  expect(text("erase_personal_data")).toContain("export_personal_data");
  expect(text("undo_change")).toContain("list_activity");
});

it("keeps a customer from the first call to the sale, and takes a mistake back", async () => {
  const anna = { name: "Anna Chan", localName: "陳安娜", email: "Anna@Example.com", phone: "9123 4567" };
  const { account } = await call("create_account", { ...anna, lifeStage: "lead", idempotencyKey: "anna-at-the-desk" });
  expect(account).toMatchObject({ email: "anna@example.com", phone: "+85291234567" });
  expect(
    (await call("create_account", { ...anna, lifeStage: "lead", idempotencyKey: "anna-at-the-desk" })).account.id,
  ).toBe(account.id);

  const double = await refused("create_account", { name: "A. Chan", phone: "+852 9123 4567" });
  expect(double).toMatchObject({ code: "possible_duplicate", details: { candidates: [{ accountId: account.id }] } });
  expect(double.hint).toContain("onDuplicate");

  for (const search of ["anna ch", "陳安", "234567", "anna@ex"]) {
    expect((await call("search_members", { search })).items.map(({ id }) => id)).toEqual([account.id]);
  }

  const { tag } = await call("create_tag", { name: "Trial", color: "#0a7d55" });
  await call("attach_tags", { accountId: account.id, tagIds: [tag.id] });
  const criteria = {
    all: [
      { field: "tags", op: "has_any", value: ["Trial"] },
      { field: "lifeStage", op: "is", value: "lead" },
    ],
  };
  expect(await call("preview_segment_count", { criteria })).toEqual({ count: 1, isExact: true });
  const { segment } = await call("create_segment", { name: "Trial leads", criteria });
  expect((await call("get_segment_members", { segmentId: segment.id })).items).toMatchObject([{ id: account.id }]);

  const [me] = (await call("list_staff")).items;
  const task = {
    title: "Call Anna about the trial",
    accountId: account.id,
    dueDate: "2099-05-11",
    assigneeId: me?.userId,
  };
  const { task: planned } = await call("create_task", task);
  expect(await call("get_crm_task", { taskId: planned.id })).toMatchObject({
    task: { assigneeId: me?.id, timezone: "Asia/Hong_Kong" },
    customer: { phone: "+85291234567" },
  });
  await call("update_task", { taskId: planned.id, status: "done" });
  await call("create_note", { entityId: account.id, body: "Wants evenings." });

  const [pipeline] = (await call("list_pipelines")).items;
  const { deal } = await call("create_deal", { name: "Ten classes", accountId: account.id, amount: "1800.00" });
  const won = pipeline?.stages.find(({ outcome }) => outcome === "won")?.name ?? "";
  expect((await call("update_deal_stage", { dealId: deal.id, stage: won })).deal).toMatchObject({ stage: won });

  const profile = await call("get_member_profile", { accountId: account.id });
  expect(profile).toMatchObject({
    tags: [{ name: "Trial" }],
    recentNotes: [{ body: "Wants evenings." }],
    openTasks: [],
  });

  await call("update_account", { accountId: account.id, lifeStage: "churned" });
  const stale = { accountId: account.id, lifeStage: "vip", expectedVersion: profile.account.version };
  expect(await refused("update_account", stale)).toMatchObject({
    code: "version_conflict",
    details: { current: { lifeStage: "churned" } },
  });
  const [event] = (await call("list_activity", { operation: "update_account", outcome: "done" })).items;
  expect(await call("undo_change", { eventId: event?.id })).toMatchObject({ undone: "update_account" });
  expect((await call("get_member_profile", { accountId: account.id })).account).toMatchObject({ lifeStage: "lead" });
});

it("makes one customer of two, parts them by undo, and refuses nonsense with a way on", async () => {
  const first = (await call("create_account", { name: "Wong Siu Ming", email: "ming@example.com" })).account;
  const second = (await call("create_account", { name: "Wong Siu Ming", phone: "+852 6123 4567" })).account;
  const groups = (await call("find_duplicate_accounts", { accountId: first.id })).items;
  expect(groups).toMatchObject([{ reason: "name", accounts: [{}, {}] }]);
  const pair = { survivorId: first.id, mergedId: second.id };
  expect((await refused("merge_accounts", { ...pair, mergedId: first.id })).message).toContain("mergedId");
  expect((await call("merge_accounts", pair)).account).toMatchObject({ phone: "+85261234567" });
  const [event] = (await call("list_activity", { operation: "merge_accounts", outcome: "done" })).items;
  await call("undo_change", { eventId: event?.id });
  expect((await call("get_member_profile", { accountId: second.id })).account).toMatchObject({ deletedAt: null });
  expect((await call("get_member_profile", { accountId: first.id })).account.phone).toBeNull();
});

it("asks before it writes to somebody, hands out what is known and forgets it", async () => {
  const { account } = await call("create_account", { name: "Ophelia Brandt", email: "ophelia@brandt.example" });
  const about = { accountId: account.id, channel: "email", purpose: "marketing" };
  expect((await call("get_consent", { accountId: account.id })).items).toEqual([]);
  const claimed = { ...about, status: "granted", source: "in_person" };
  expect(await refused("set_consent", claimed)).toMatchObject({ details: { field: "proof" } });
  await call("set_consent", { ...claimed, proof: "Card 12, signed at the desk" });
  const criteria = { field: "consent.email.marketing", op: "is", value: "granted" };
  expect(await call("preview_segment_count", { criteria })).toMatchObject({ count: 1 });

  const known = await call("export_personal_data", { accountId: account.id });
  expect(known).toMatchObject({ accounts: [{ name: "Ophelia Brandt" }], consents: [{ status: "granted" }] });
  const erasing = { accountId: account.id, confirmName: "Somebody Else" };
  expect(await refused("erase_personal_data", erasing)).toMatchObject({ details: { field: "confirmName" } });
  const receipt = await call("erase_personal_data", { ...erasing, confirmName: "Ophelia Brandt" });
  expect(receipt.erasureId).toMatch(/^era_/);
  expect((await call("search_crm", { query: "ophelia" })).accounts).toEqual([]);
  expect(JSON.stringify(await call("list_activity", { entityId: account.id }))).not.toMatch(/ophelia|brandt/i);
});
