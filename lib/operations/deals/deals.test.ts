import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { createDeal } from "./create-deal";
import { createPipeline } from "./create-pipeline";
import { deleteDeal } from "./delete-deal";
import { getDeal } from "./get-deal";
import { listDeals } from "./list-deals";
import { listPipelines } from "./list-pipelines";
import { restoreDeal } from "./restore-deal";
import { updateDeal } from "./update-deal";
import { updateDealStage } from "./update-deal-stage";
import { updatePipeline } from "./update-pipeline";

let ours: TestWorkspace;
let theirs: TestWorkspace;
const caller = () => ours.caller;
const stranger = () => theirs.caller;
const add = async (input: Record<string, unknown> = {}) =>
  (await execute(createDeal, ours.caller, { name: "Deal", ...input })).data.deal;
const names = async (input: Record<string, unknown>) =>
  (await execute(listDeals, ours.caller, { limit: 100, ...input })).data.items.map(({ name }) => name);
const stages = [
  { name: "Trial", probability: 30 },
  { name: "Signed", probability: 100, outcome: "won" },
  { name: "Gone", probability: 0, outcome: "lost" },
];
const pipeline = async (name = "Corporate") =>
  (await execute(createPipeline, ours.caller, { name, stages })).data.pipeline;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace(), makeWorkspace("Elsewhere")]);
});

describe("deals", () => {
  const own = async () => ({ dealId: (await add({ name: "Guarded" })).id });
  describe("create_deal", () => itIsGuarded({ operation: createDeal, input: () => ({ name: "x" }), caller }));
  describe("list_deals", () => itIsGuarded({ operation: listDeals, input: () => ({}), caller }));
  describe("get_deal", () => itIsGuarded({ operation: getDeal, input: own, caller, stranger }));
  describe("update_deal", () =>
    itIsGuarded({ operation: updateDeal, input: async () => ({ ...(await own()), amount: "1" }), caller, stranger }));
  describe("update_deal_stage", () =>
    itIsGuarded({
      operation: updateDealStage,
      input: async () => ({ ...(await own()), stage: "Won" }),
      caller,
      stranger,
    }));
  describe("delete_deal", () => itIsGuarded({ operation: deleteDeal, input: own, caller, stranger }));
  describe("restore_deal", () =>
    itIsGuarded({
      operation: restoreDeal,
      input: async () => ({ dealId: (await execute(deleteDeal, ours.caller, await own())).data.deal.id }),
      caller,
      stranger,
    }));
  describe("list_pipelines", () => itIsGuarded({ operation: listPipelines, input: () => ({}), caller }));
  describe("create_pipeline", () =>
    itIsGuarded({ operation: createPipeline, input: () => ({ name: "x", stages }), caller }));
  describe("update_pipeline", () =>
    itIsGuarded({
      operation: updatePipeline,
      input: async () => ({ pipelineId: (await pipeline()).id, name: "y" }),
      caller,
      stranger,
    }));

  it("with an amount is made once by the same idempotencyKey", async () => {
    const input = { name: "Once", amount: "12.50", idempotencyKey: "form-of-a-person" };
    const [first, again] = [await add(input), await add(input)];
    expect(again).toEqual(first);
    expect(first.amount).toBe("12.50");
  });

  it("start in the first stage of the company's own pipeline, with money as decimal text, and are audited", async () => {
    const { account, contact } = (await execute(createAccount, ours.caller, { name: "Harbour Ltd" })).data;
    const deal = await add({
      name: "Corporate Yoga",
      amount: "12000.5",
      accountId: account.id,
      contactId: contact?.id,
      closingDate: "2026-06-30",
      dealType: "new",
    });
    expect(deal).toMatchObject({
      stage: "Lead",
      outcome: "open",
      amount: "12000.50",
      currency: "HKD",
      probability: 10,
      accountName: "Harbour Ltd",
      closingDate: "2026-06-30",
    });
    expect(await names({ search: "YOGA" })).toEqual(["Corporate Yoga"]);
    expect(await names({ accountId: account.id, stage: "lead", dealType: "new" })).toEqual(["Corporate Yoga"]);
    expect((await auditOf(ours.organisationId, "create_deal")).some(({ entityId }) => entityId === deal.id)).toBe(true);
    const again = { name: "Once", idempotencyKey: "deal-once-1" };
    expect((await add(again)).id).toBe((await add(again)).id);
  });

  it("name bad values", async () => {
    const bad = async (input: Record<string, unknown>) => (await refusalOf(add(input))).details?.field;
    expect(await bad({ amount: "12,000" })).toBe("amount");
    expect(await bad({ amount: "1.234" })).toBe("amount");
    expect(await bad({ amount: "-5" })).toBe("amount");
    expect(await bad({ stage: "Nowhere" })).toBe("stage");
    expect(await bad({ accountId: "acc_none" })).toBe("accountId");
    expect(await bad({ contactId: "con_none" })).toBe("contactId");
    expect(await bad({ ownerId: theirs.userId })).toBe("ownerId");
    expect(await bad({ pipelineId: "pipe_none" })).toBe("pipelineId");
  });

  it("change by field, report the conflict, and move through stages", async () => {
    const { id } = await add({ name: "Mover", amount: "10" });
    const update = async (input: Record<string, unknown>) =>
      (await execute(updateDeal, ours.caller, { dealId: id, ...input })).data.deal;
    expect(await update({ amount: null, ownerId: ours.userId, probability: 55, expectedVersion: 1 })).toMatchObject({
      amount: null,
      probability: 55,
    });
    expect((await refusalOf(update({ name: "x", expectedVersion: 1 }))).code).toBe("version_conflict");
    const move = async (stage: string) =>
      (await execute(updateDealStage, ours.caller, { dealId: id, stage })).data.deal;
    expect(await move("won")).toMatchObject({ outcome: "won", closedAt: expect.any(String) });
    expect(await names({ outcome: "won" })).toEqual(["Mover"]);
    expect(await move("Proposal")).toMatchObject({ outcome: "open", closedAt: null });
    expect((await refusalOf(move("Trial"))).details?.field).toBe("stage");
  });

  it("go and come back, page by page and by number", async () => {
    const { id } = await add({ name: "Back" });
    await execute(deleteDeal, ours.caller, { dealId: id });
    expect(await names({ search: "back" })).toEqual([]);
    await execute(restoreDeal, ours.caller, { dealId: id });
    expect(await names({ search: "back" })).toEqual(["Back"]);
    const all = await names({});
    expect(await names({ limit: 2, page: 2 })).toEqual(all.slice(2, 4));
  });
});

describe("a deal's amount", () => {
  it("may be a number, taken exactly", async () => {
    expect((await add({ amount: 12_000 })).amount).toBe("12000.00");
    expect((await add({ amount: 0.1 })).amount).toBe("0.10");
    expect((await refusalOf(add({ amount: 0.1 + 0.2 }))).details?.field).toBe("amount");
    expect((await refusalOf(add({ amount: -1 }))).details?.field).toBe("amount");
  });
});

describe("pipelines", () => {
  it("are there from the start, with what stands in each stage", async () => {
    const fresh = await makeWorkspace("Fresh");
    await execute(createDeal, fresh.caller, { name: "A", amount: "100", stage: "Qualified" });
    const { items, currency } = (await execute(listPipelines, fresh.caller, {})).data;
    expect(currency).toBe("HKD");
    expect(items[0]?.stages.map(({ name }) => name)).toEqual([
      "Lead",
      "Qualified",
      "Proposal",
      "Negotiation",
      "Won",
      "Lost",
    ]);
    expect(items[0]?.totals[1]).toMatchObject({ dealCount: 1, amount: "100.00" });
  });

  it("keep what a stage given by id alone had, and give new ones a usual chance", async () => {
    const made = await pipeline("Partly told");
    const [trial, signed, gone] = made.stages;
    const told = [{ id: trial?.id, name: "Try out" }, { name: "Quote" }, { id: signed?.id }, { id: gone?.id }];
    const { data } = await execute(updatePipeline, ours.caller, { pipelineId: made.id, stages: told });
    expect(data.pipeline.stages.map(({ name, probability, outcome }) => [name, probability, outcome])).toEqual([
      ["Try out", 30, "open"],
      ["Quote", 50, "open"],
      ["Signed", 100, "won"],
      ["Gone", 0, "lost"],
    ]);
    const nameless = [{ probability: 5 }, { id: signed?.id }, { id: gone?.id }];
    const refused = await refusalOf(execute(updatePipeline, ours.caller, { pipelineId: made.id, stages: nameless }));
    expect(refused.details?.field).toBe("stages.0.name");
  });

  it("keep stages by id, add and drop others, but not one with deals", async () => {
    const made = await pipeline("Changing");
    const [trial, signed, gone] = made.stages;
    const update = (input: Record<string, unknown>) =>
      execute(updatePipeline, ours.caller, { pipelineId: made.id, ...input });
    const strip = (stage: typeof trial) => ({
      id: stage?.id,
      name: stage?.name,
      probability: stage?.probability,
      outcome: stage?.outcome,
    });
    const next = [{ name: "Intake", probability: 5 }, strip(signed), strip(gone)];
    await add({ pipelineId: made.id, name: "Holder" });
    expect(await refusalOf(update({ stages: next }))).toMatchObject({
      code: "precondition_failed",
      details: { stageId: trial?.id },
    });
    const kept = [strip(trial), ...next];
    const { pipeline: changed } = (await update({ stages: kept, expectedVersion: 1 })).data;
    expect(changed.stages.map(({ name }) => name)).toEqual(["Trial", "Intake", "Signed", "Gone"]);
    expect((await refusalOf(update({ name: "x", expectedVersion: 1 }))).code).toBe("version_conflict");
    expect((await refusalOf(update({ stages: stages.slice(0, 1).concat(stages.slice(0, 2)) }))).details?.field).toBe(
      "stages",
    );
    expect((await update({ isDefault: true })).data.pipeline.isDefault).toBe(true);
    expect(
      (await execute(listPipelines, ours.caller, {})).data.items.filter(({ isDefault }) => isDefault),
    ).toHaveLength(1);
  });
});
