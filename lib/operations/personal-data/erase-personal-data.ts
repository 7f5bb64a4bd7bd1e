import "server-only";
import { z } from "zod";
import { flushAudit } from "@/lib/kernel/audit";
import { OperationError } from "@/lib/kernel/errors";
import { lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField, requireOwner } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { accountIdField } from "../accounts/account";
import { fold } from "../accounts/search-text";
import { KEPT, removePerson } from "./erasure";
import { personOf } from "./person";

const receipt = z.object({
  erasureId: z.string(),
  accountId: z.string(),
  erasedAt: z.string(),
  /** Rows changed or removed, by kind; what is 0 was searched and held nothing. */
  changed: z.record(z.string(), z.int()),
  kept: z.array(z.object({ what: z.string(), why: z.string() })),
});

export const erasePersonalData = defineOperation({
  name: "erase_personal_data",
  title: "Erase a person's data",
  description:
    "Removes the personal data of a customer for good, also from stored answers, mails, uploaded lists and the activity; what law keeps stays without a name, and the receipt says what was searched, changed and kept. It cannot be undone: show the user, and offer export_personal_data first. Owners only.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    confirmName: lineOfText(1, 200).meta({
      secret: true,
      description: "The customer's name or localName, to be sure it is the right one.",
      examples: ["Anna Chan"],
    }),
    reason: z
      .enum(["request", "retention", "consent_withdrawn", "other"])
      .default("request")
      .meta({ description: "Why: the person asked, or the time to keep it is over.", examples: ["request"] }),
  }),
  output: receipt,
  renderType: "record",
  summary: ({ erasureId }) => `Personal data erased; receipt ${erasureId}`,
  undo: { none: "Erased personal data cannot come back; that is what erasing means." },

  async run({ db, caller, note }, { accountId, confirmName, reason }) {
    requireOwner(caller);
    const { organisationId, companyId } = caller.workspace;
    await lockRow(db, "accounts", accountId);
    const person = await personOf(db, accountId);
    const account = await db.account.findFirstOrThrow({ where: { id: accountId } });
    if (account.erasedAt) {
      throw new OperationError("precondition_failed", {
        reason: "erased",
        message: "This customer was erased before.",
        hint: "Nothing to do.",
      });
    }
    const names = [account.name, account.localName].flatMap((name) => (name ? [fold(name)] : []));
    if (!names.includes(fold(confirmName))) throw invalidField("confirmName", "is not the name of this customer");
    // Reads are recorded in batches: one that is still waiting would bring the name back.
    await flushAudit();
    const changed = await removePerson(db, person);
    const erasureId = newId("era");
    await db.personalDataErasure.create({
      data: {
        organisationId,
        companyId,
        id: erasureId,
        accountId,
        reason,
        accountIds: person.accountIds,
        receipt: { changed, kept: KEPT },
        actorLabel: caller.actor.label,
      },
    });
    note({ entityId: accountId, after: { erasureId, changed } });
    return { erasureId, accountId, erasedAt: new Date().toISOString(), changed, kept: KEPT };
  },
});
