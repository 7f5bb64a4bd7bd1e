import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { keyIdField, keyNameField, keyView, toKeyView } from "./key";
import { readManagedKey } from "./read-key";

const undo = (): AnyOperation => renameApiKey;

export const renameApiKey = defineOperation({
  name: "rename_api_key",
  title: "Rename an API key",
  description: "Gives a key another name. What it may do stays.",
  area: "keys",
  effect: "update",
  scopes: ["keys:write"],
  offeredTo: ["portal"],
  input: z.strictObject({ keyId: keyIdField, name: keyNameField, expectedVersion: expectedVersionField }),
  output: keyView,
  renderType: "record",
  summary: ({ name }) => `The key is now called "${name}"`,
  undo: {
    with: undo,
    arguments: ({ entityId, before }) => ({ keyId: entityId, ...z.object({ name: z.string() }).parse(before) }),
  },

  async run(context, { keyId, name, expectedVersion }) {
    const { db, caller, note } = context;
    const before = await readManagedKey(context, keyId);
    requireVersion(before.version, expectedVersion, keyView, () => toKeyView(before));
    const row = await db.apiKey.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: keyId } },
      data: { name, version: { increment: 1 } },
    });
    note({ entityId: keyId, before: { name: before.name }, after: { name } });
    return toKeyView(row);
  },
});
