import { beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "./accounts/create-account";
import { getMemberProfile } from "./accounts/get-member-profile";
import { mergeAccounts } from "./accounts/merge-accounts";
import { updateAccount } from "./accounts/update-account";
import { createBooking } from "./bookings/create-booking";
import { createContact } from "./contacts/create-contact";
import { createNote } from "./notes/create-note";
import { createService } from "./services/create-service";
import { attachTags } from "./tags/attach-tags";
import { createTag } from "./tags/create-tag";
import { createTask } from "./tasks/create-task";
import { updateTask } from "./tasks/update-task";

const ROUNDS = 12;

let workspace: TestWorkspace;
let tagId: string;
let serviceId: string;

beforeAll(async () => {
  workspace = await makeWorkspace();
  tagId = (await execute(createTag, workspace.caller, { name: "VIP" })).data.tag.id;
  serviceId = (await execute(createService, workspace.caller, { name: "Massage", durationMinutes: 30 })).data.id;
});

/** Whether a call was acknowledged; a refusal is a clean no, anything else fails the test. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (isOperationError(error) && error.kind !== "internal" && error.kind !== "unavailable") return false;
    throw error;
  }
}

async function newAccount(name: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await execute(createAccount, workspace.caller, { name, ...more })).data.account.id;
}

/** A time that nobody else of these tests books: `round` days from the day after tomorrow on. */
const startOf = (round: number) =>
  `${new Date(Date.now() + (2 + round) * 86_400_000).toISOString().slice(0, 10)}T10:00`;

const profileOf = async (accountId: string) => (await execute(getMemberProfile, workspace.caller, { accountId })).data;

/** Each way to write something about a customer, and how to see afterwards that it is there. */
const WRITES = {
  note: {
    write: (entityId: string, text: string) =>
      execute(createNote, workspace.caller, { entityType: "account", entityId, body: text }),
    isThere: async (id: string, text: string) => (await profileOf(id)).recentNotes.some(({ body }) => body === text),
  },
  task: {
    write: (accountId: string, title: string) => execute(createTask, workspace.caller, { accountId, title }),
    isThere: async (id: string, text: string) => (await profileOf(id)).openTasks.some(({ title }) => title === text),
  },
  "task that was another customer's": {
    write: async (accountId: string, title: string) => {
      const { task } = (await execute(createTask, workspace.caller, { title })).data;
      await execute(updateTask, workspace.caller, { taskId: task.id, accountId });
    },
    isThere: async (id: string, text: string) => (await profileOf(id)).openTasks.some(({ title }) => title === text),
  },
  contact: {
    write: (accountId: string, name: string) => execute(createContact, workspace.caller, { accountId, name }),
    isThere: async (id: string, text: string) => (await profileOf(id)).contacts.some(({ name }) => name === text),
  },
  tag: {
    write: (accountId: string) => execute(attachTags, workspace.caller, { accountId, tagIds: [tagId] }),
    isThere: async (id: string) => (await profileOf(id)).tags.some((tag) => tag.id === tagId),
  },
  booking: {
    write: (accountId: string, _text: string, round: number) =>
      execute(createBooking, workspace.caller, { serviceId, start: startOf(round), customer: { accountId } }),
    isThere: async (accountId: string) => (await systemDb().booking.count({ where: { serviceId, accountId } })) === 1,
  },
  address: {
    write: (accountId: string, address: string) => execute(updateAccount, workspace.caller, { accountId, address }),
    isThere: async (id: string, text: string) => (await profileOf(id)).account.address === text,
  },
};

describe("merge against edit, at the same moment", () => {
  it.each(Object.entries(WRITES))(
    "a %s that was acknowledged is with the customer who stays",
    async (kind, { write, isThere }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const survivorId = await newAccount(`Stays ${kind} ${round}`);
        const mergedId = await newAccount(`Goes ${kind} ${round}`);
        const text = `${kind} of round ${round}`;
        const merge = () => isDone(execute(mergeAccounts, workspace.caller, { survivorId, mergedId }));
        const edit = () => isDone(write(mergedId, text, round));
        // Who is first alternates, so that neither always wins.
        const work = round % 2 === 0 ? [merge(), edit()] : [edit(), merge()].reverse();
        const [isMerged, isWritten] = await Promise.all(work);
        expect(isMerged).toBe(true);
        if (isWritten) expect(await isThere(survivorId, text), text).toBe(true);
      }
    },
    120_000,
  );

  it("edits of the one who stays are all kept, and its version counts each", async () => {
    const survivorId = await newAccount("Stays");
    const mergedId = await newAccount("Goes", { address: "Harbour" });
    const { version } = await systemDb().account.findFirstOrThrow({ where: { id: survivorId } });
    const done = await Promise.all([
      isDone(execute(mergeAccounts, workspace.caller, { survivorId, mergedId })),
      isDone(execute(updateAccount, workspace.caller, { accountId: survivorId, localName: "陳大文" })),
      isDone(execute(updateAccount, workspace.caller, { accountId: survivorId, notes: "Prefers mornings" })),
    ]);
    expect(done).toEqual([true, true, true]);
    const row = await systemDb().account.findFirstOrThrow({ where: { id: survivorId } });
    expect(row).toMatchObject({ localName: "陳大文", notes: "Prefers mornings", address: "Harbour" });
    expect(row.version).toBe(version + 3);
  });
});
