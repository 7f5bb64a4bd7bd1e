import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { deleteAccount } from "../accounts/delete-account";
import { getMemberProfile } from "../accounts/get-member-profile";
import { restoreAccount } from "../accounts/restore-account";
import { searchMembers } from "../accounts/search-members";
import { attachTags } from "./attach-tags";
import { createTag } from "./create-tag";
import { deleteTag } from "./delete-tag";
import { detachTags } from "./detach-tags";
import { listTags } from "./list-tags";
import { restoreTag } from "./restore-tag";
import { updateTag } from "./update-tag";

let ours: TestWorkspace;
let theirs: TestWorkspace;
let accountId: string;
let count = 0;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const make = async (name = `Tag ${++count}`) =>
  (await execute(createTag, ours.caller, { name, color: "#00AA00" })).data.tag;
const tagsOf = async (id: string) =>
  (await execute(getMemberProfile, ours.caller, { accountId: id })).data.tags.map(({ name }) => name);

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
  accountId = (await execute(createAccount, ours.caller, { name: "Tagged" })).data.account.id;
});

describe("create_tag and list_tags", () => {
  itIsGuarded({ operation: createTag, input: () => ({ name: `Guarded ${++count}` }), caller });
  itIsGuarded({ operation: listTags, input: () => ({}), caller });

  it("makes a tag once, whatever the case and accents, and audits it", async () => {
    const tag = await make("Café");
    const error = await refusalOf(make("CAFE"));
    expect(error).toMatchObject({ code: "conflict", details: { field: "name", tagId: tag.id } });
    expect((await auditOf(ours.organisationId, "create_tag")).some(({ entityId }) => entityId === tag.id)).toBe(true);
    const found = (await execute(listTags, ours.caller, { search: "caf" })).data.items;
    expect(found).toMatchObject([{ name: "Café", color: "#00AA00" }]);
    expect((await execute(listTags, theirs.caller, {})).data.items).toEqual([]);
    expect(await refusalOf(execute(createTag, ours.caller, { name: "x", color: "red" }))).toMatchObject({
      details: { field: "color" },
    });
  });

  it("makes one when repeated with an idempotencyKey, and pages in order", async () => {
    const input = { name: "Repeated", idempotencyKey: "tag-repeat-1" };
    const [first, second] = [
      await execute(createTag, ours.caller, input),
      await execute(createTag, ours.caller, input),
    ];
    expect(second.data.tag.id).toBe(first.data.tag.id);
    const all = (await execute(listTags, ours.caller, { limit: 100 })).data.items.map(({ name }) => name);
    const page = (await execute(listTags, ours.caller, { limit: 1 })).data;
    const next = (await execute(listTags, ours.caller, { limit: 1, cursor: page.nextCursor })).data;
    expect([page.items[0]?.name, next.items[0]?.name]).toEqual(all.slice(0, 2));
  });
});

describe("update_tag", () => {
  itIsGuarded({
    operation: updateTag,
    input: async () => ({ tagId: (await make()).id, color: null }),
    caller,
    stranger,
  });

  it("renames and recolours, and reports the conflict", async () => {
    const tag = await make("Old");
    const update = (input: Record<string, unknown>) => execute(updateTag, ours.caller, { tagId: tag.id, ...input });
    expect((await update({ name: "New", color: null, expectedVersion: 1 })).data.tag).toMatchObject({
      name: "New",
      color: null,
    });
    expect((await refusalOf(update({ name: "Newer", expectedVersion: 1 }))).code).toBe("version_conflict");
    await make("Taken");
    expect((await refusalOf(update({ name: "taken" }))).code).toBe("conflict");
  });
});

describe("attach_tags and detach_tags", () => {
  const input = async () => ({ accountId, tagIds: [(await make()).id] });
  itIsGuarded({ operation: attachTags, input, caller, stranger });
  itIsGuarded({ operation: detachTags, input, caller, stranger });

  it("puts tags on several customers, finds them by tag, and takes them off; repeating changes nothing", async () => {
    const tag = await make("Regular");
    const other = (await execute(createAccount, ours.caller, { name: "Second" })).data.account.id;
    const both = { accountIds: [accountId, other], tagIds: [tag.id] };
    const { data, summary } = await execute(attachTags, ours.caller, both);
    expect(data).toEqual({ attached: 2, tagCount: 1, accountCount: 2 });
    expect(summary).toContain("1 tag put on 2 customers, 2 of 2 newly");
    expect((await execute(attachTags, ours.caller, both)).data.attached).toBe(0);
    const found = (await execute(searchMembers, ours.caller, { tagIds: [tag.id] })).data.items;
    expect(found.map(({ id }) => id)).toEqual([other, accountId]);
    expect(found[0]?.tags).toMatchObject([{ name: "Regular" }]);
    const [counted] = (await execute(listTags, ours.caller, { search: "regular", withCounts: true })).data.items;
    expect(counted?.customers).toEqual({ count: 2, isExact: true });
    await execute(deleteAccount, ours.caller, { accountId: other });
    const [fewer] = (await execute(listTags, ours.caller, { search: "regular", withCounts: true })).data.items;
    expect(fewer?.customers).toEqual({ count: 1, isExact: true });
    await execute(restoreAccount, ours.caller, { accountId: other });
    await execute(detachTags, ours.caller, { accountId: other, tagIds: [tag.id] });
    expect(await tagsOf(other)).toEqual([]);
    expect(await tagsOf(accountId)).toContain("Regular");
  });

  it("names what is missing or unknown", async () => {
    const tag = await make();
    const attach = (value: Record<string, unknown>) => refusalOf(execute(attachTags, ours.caller, value));
    expect(await attach({ tagIds: [tag.id] })).toMatchObject({
      code: "invalid_input",
      details: { field: "accountId" },
    });
    expect(await attach({ accountId })).toMatchObject({ code: "invalid_input", details: { field: "tagIds" } });
    expect(await attach({ accountId, tagIds: ["tag_none"] })).toMatchObject({
      code: "not_found",
      details: { field: "tagIds" },
    });
    expect(await attach({ accountId: "acc_none", tagIds: [tag.id] })).toMatchObject({
      details: { missingIds: ["acc_none"] },
    });
  });
});

describe("delete_tag and restore_tag", () => {
  itIsGuarded({ operation: deleteTag, input: async () => ({ tagId: (await make()).id }), caller, stranger });
  itIsGuarded({
    operation: restoreTag,
    input: async () => ({ tagId: (await execute(deleteTag, ours.caller, { tagId: (await make()).id })).data.tag.id }),
    caller,
    stranger,
  });

  it("comes off everybody, and back on the same customers", async () => {
    const tag = await make("Fleeting");
    await execute(attachTags, ours.caller, { accountId, tagIds: [tag.id] });
    expect((await execute(deleteTag, ours.caller, { tagId: tag.id })).data.accountCount).toBe(1);
    expect(await tagsOf(accountId)).not.toContain("Fleeting");
    expect((await refusalOf(execute(searchMembers, ours.caller, { tagIds: [tag.id] }))).code).toBe("not_found");
    const successor = await make("fleeting");
    expect((await refusalOf(execute(restoreTag, ours.caller, { tagId: tag.id }))).code).toBe("conflict");
    await execute(deleteTag, ours.caller, { tagId: successor.id });
    await execute(restoreTag, ours.caller, { tagId: tag.id });
    expect(await tagsOf(accountId)).toContain("Fleeting");
  });
});
