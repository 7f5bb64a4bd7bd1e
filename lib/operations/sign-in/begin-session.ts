import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { signedInView } from "./sign-in";
import { startSession } from "./start-session";

export const beginSession = defineSystemOperation({
  name: "begin_session",
  title: "Sign in after joining",
  description:
    "Signs the browser in that has just registered a business or accepted an invitation, so that its person need not ask for a second code.",
  area: "organisation",
  effect: "create",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({
    organisationId: idField("org", "The organisation that was registered or joined."),
    companyId: idField("co", "The company to open first."),
  }),
  output: signedInView,
  renderType: "record",
  summary: () => "Signed in",
  undo: { none: "sign_out ends the session." },

  async run({ system, caller, note }, place) {
    // Only a browser gets a session: a key that could sign in would reach what keys may not do.
    if (caller.actor.type !== "user" || !caller.userId) throw new OperationError("forbidden");
    const { organisationId, companyId } = place;
    const isMember = await system.membership.count({
      where: {
        organisationId,
        userId: caller.userId,
        removedAt: null,
        organisation: { companies: { some: { id: companyId, archivedAt: null } } },
      },
    });
    if (isMember === 0) throw new OperationError("not_found");
    note({ organisationId, entityId: caller.userId });
    return startSession(system, caller, caller.userId, place);
  },
});
