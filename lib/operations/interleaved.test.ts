import fc from "fast-check";
import { expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { createTag } from "./tags/create-tag";
import { deleteTag } from "./tags/delete-tag";
import { listTags } from "./tags/list-tags";
import { restoreTag } from "./tags/restore-tag";
import { updateTag } from "./tags/update-tag";

/** How many calls in all; MODEL_CALLS=100000 for a long night. */
const CALLS = Number(process.env.MODEL_CALLS ?? 10_000);
const SEED = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUN_LENGTH = 500;

const NAMES = ["VIP", "vip", "Yoga", "Café", "cafe", "新客"];
const VERBS = ["create", "rename", "delete", "restore", "list", "steal"] as const;

interface Command {
  tenant: 0 | 1;
  verb: (typeof VERBS)[number];
  /** Which of the tags that the tenant knows of, counted round. */
  pick: number;
  name: string;
}

const command: fc.Arbitrary<Command> = fc.record({
  tenant: fc.constantFrom(0, 1),
  verb: fc.constantFrom(...VERBS),
  pick: fc.nat(50),
  name: fc.constantFrom(...NAMES),
});

const keyOf = (name: string) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** What one tenant must see: tags by id, in a Map. It knows nothing of the other tenant. */
class Model {
  readonly tags = new Map<string, { name: string; deleted: boolean }>();

  isFree(name: string, except?: string): boolean {
    return ![...this.tags].some(([id, tag]) => id !== except && !tag.deleted && keyOf(tag.name) === keyOf(name));
  }

  pick(index: number): string | undefined {
    const ids = [...this.tags.keys()];
    return ids[index % Math.max(1, ids.length)];
  }

  living(): string[] {
    return [...this.tags].filter(([, tag]) => !tag.deleted).map(([id, { name }]) => `${id} ${name}`);
  }
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (isOperationError(error)) return error.kind;
    throw error;
  }
}

/** Plays one command against both the product and the model, and compares what each says; false when there is nothing to call. */
async function play(
  { verb, pick, name }: Command,
  workspace: TestWorkspace,
  own: Model,
  other: Model,
): Promise<boolean> {
  const { caller } = workspace;
  const id = own.pick(pick);
  const tag = id ? own.tags.get(id) : undefined;
  if (verb === "create") {
    const expected = own.isFree(name) ? "done" : "conflict";
    const made = execute(createTag, caller, { name }).then(({ data }) =>
      own.tags.set(data.tag.id, { name, deleted: false }),
    );
    expect(await outcomeOf(made)).toBe(expected);
  } else if (verb === "list") {
    const { data } = await execute(listTags, caller, { limit: 100 });
    expect(data.items.map((item) => `${item.id} ${item.name}`).sort()).toEqual(own.living().sort());
  } else if (verb === "steal") {
    const foreign = other.pick(pick);
    if (!foreign) return false;
    expect(await outcomeOf(execute(updateTag, caller, { tagId: foreign, name }))).toBe("not_found");
  } else if (id && tag) {
    if (verb === "rename") {
      const expected = tag.deleted ? "not_found" : own.isFree(name, id) ? "done" : "conflict";
      expect(await outcomeOf(execute(updateTag, caller, { tagId: id, name }))).toBe(expected);
      if (expected === "done") tag.name = name;
    } else if (verb === "delete") {
      expect(await outcomeOf(execute(deleteTag, caller, { tagId: id }))).toBe(tag.deleted ? "not_found" : "done");
      tag.deleted = true;
    } else {
      const outcome = await outcomeOf(execute(restoreTag, caller, { tagId: id }));
      if (!tag.deleted) return true;
      expect(outcome).toBe(own.isFree(tag.name) ? "done" : "conflict");
      if (outcome === "done") tag.deleted = false;
    }
  } else return false;
  return true;
}

it(
  `two tenants, ${CALLS} random interleaved calls: each sees exactly its own model (case 56), seed ${SEED}`,
  async () => {
    let calls = 0;
    const property = fc.asyncProperty(
      fc.array(command, { minLength: RUN_LENGTH, maxLength: RUN_LENGTH }),
      async (commands) => {
        const workspaces = [await makeWorkspace("One"), await makeWorkspace("Two")] as const;
        const models = [new Model(), new Model()] as const;
        // Each tenant's calls keep their order; the two tenants run against each other all the time.
        const run = async (tenant: 0 | 1) => {
          for (const each of commands) {
            if (each.tenant !== tenant) continue;
            const isPlayed = await play(each, workspaces[tenant], models[tenant], models[tenant === 0 ? 1 : 0]);
            if (isPlayed) calls += 1;
          }
        };
        await Promise.all([run(0), run(1)]);
      },
    );
    // The first commands of a run may have nothing to call yet.
    const numRuns = Math.ceil((CALLS * 1.1) / RUN_LENGTH);
    await fc.assert(property, { seed: SEED, numRuns, endOnFailure: true });
    expect(calls).toBeGreaterThanOrEqual(CALLS);
  },
  60_000 + CALLS * 90,
);
