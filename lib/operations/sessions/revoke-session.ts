import "server-only";
import { z } from "zod";
import { endSessions } from "@/lib/auth/sessions";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { sessionIdField } from "./session";

export const revokeSession = defineSystemOperation({
  name: "revoke_session",
  title: "End a session",
  description: "Signs one browser of the person out, at once.",
  area: "organisation",
  effect: "delete",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({ sessionId: sessionIdField }),
  output: z.object({ sessionId: z.string() }),
  renderType: "record",
  summary: () => "That browser is signed out",
  undo: { none: "The person signs in again." },

  async run({ system, caller, note }, { sessionId }) {
    const ended = await endSessions(system, caller.userId ?? "", { only: sessionId });
    if (ended.length === 0) throw new OperationError("not_found");
    note({ entityId: sessionId });
    return { sessionId };
  },
});
