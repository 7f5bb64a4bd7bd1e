import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { passkeyIdField, passkeyNameField, passkeyView, toPasskeyView } from "./passkey";

export const renamePasskey = defineSystemOperation({
  name: "rename_passkey",
  title: "Rename a passkey",
  description: "Gives a passkey of the person another name.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ passkeyId: passkeyIdField, name: passkeyNameField }),
  output: passkeyView,
  renderType: "record",
  summary: ({ name }) => `The passkey is now called "${name}"`,
  undo: { none: "The person renames it back at any time." },

  async run({ system, caller, note }, { passkeyId, name }) {
    const before = await system.passkey.findFirst({ where: { id: passkeyId, userId: caller.userId ?? "" } });
    if (!before) throw new OperationError("not_found");
    const row = await system.passkey.update({ where: { id: passkeyId }, data: { name } });
    note({ entityId: passkeyId, before: { name: before.name }, after: { name } });
    return toPasskeyView(row);
  },
});
