import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { passkeyIdField } from "./passkey";

export const removePasskey = defineSystemOperation({
  name: "remove_passkey",
  title: "Remove a passkey",
  description: "Makes a passkey useless for signing in. The mailed code remains.",
  area: "organisation",
  effect: "delete",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ passkeyId: passkeyIdField }),
  output: z.object({ passkeyId: z.string(), name: z.string() }),
  renderType: "record",
  summary: ({ name }) => `Passkey "${name}" removed`,
  undo: { none: "A new passkey can be added at any time." },

  async run({ system, caller, note }, { passkeyId }) {
    const [removed] = await system.$queryRaw<{ name: string }[]>`
      DELETE FROM passkeys WHERE id = ${passkeyId} AND user_id = ${caller.userId} RETURNING name`;
    if (!removed) throw new OperationError("not_found");
    note({ entityId: passkeyId, before: removed });
    return { passkeyId, ...removed };
  },
});
