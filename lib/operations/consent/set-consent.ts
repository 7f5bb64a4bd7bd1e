import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { accountIdField, momentText } from "../accounts/account";
import { requireAccount } from "../accounts/account-values";
import { consentFields, consentView, toConsentView } from "./consent";
import { saidWhen, supersedes } from "./said-when";

export const setConsent = defineOperation({
  name: "set_consent",
  title: "Record a customer's consent",
  description:
    "Records that a customer agreed or withdrew, for one channel and purpose, with where it was said and what proves it; granted needs proof. Earlier answers are kept, the latest counts: the summary says when this one does not. Record only what the customer really said; to see it call get_consent.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    channel: consentFields.channel,
    purpose: consentFields.purpose,
    status: consentFields.status,
    source: consentFields.source,
    proof: consentFields.proof.optional(),
    occurredAt: momentText.optional().meta({
      description: "When it was said, if not now; a day is the company's, and on one day a withdrawal wins.",
      examples: ["2026-05-11"],
    }),
  }),
  /** `standing` is what counts now: this answer, or one that was given later. */
  output: z.object({ consent: consentView, standing: consentView, accountName: z.string() }),
  renderType: "record",
  summary: ({ consent, standing, accountName }) =>
    consent.isCurrent
      ? `${accountName}: ${consent.channel} for ${consent.purpose} ${consent.status}`
      : `${accountName}: ${consent.status} recorded, but a later answer says ${standing.status}: ${consent.channel} for ${consent.purpose} is still ${standing.status}`,
  undo: { none: "A consent record is evidence and stays; record what the customer says now with set_consent." },

  async run({ db, caller, note }, { accountId, channel, purpose, status, source, proof, occurredAt }) {
    const { organisationId, companyId, timezone } = caller.workspace;
    if (status === "granted" && proof === undefined)
      throw invalidField("proof", "is required when consent is granted", "Form 2026-114");
    await lockRow(db, "accounts", accountId);
    const { name: accountName } = await requireAccount(db, accountId);
    const said = saidWhen(occurredAt, status, timezone);
    if (said === null) throw invalidField("occurredAt", "must not be in the future");
    const key = { accountId, channel, purpose };
    const before = await db.consentRecord.findFirst({ where: { ...key, isCurrent: true } });
    // An answer that is older than the one that counts becomes history at once.
    const isCurrent = supersedes({ status, occurredAt: said }, before);
    if (before && isCurrent)
      await db.consentRecord.updateMany({ where: { id: before.id }, data: { isCurrent: false } });
    const row = await db.consentRecord.create({
      data: {
        organisationId,
        companyId,
        id: newId("cst"),
        ...key,
        status,
        source,
        proof: proof ?? null,
        actorLabel: caller.actor.label,
        occurredAt: said,
        isCurrent,
      },
    });
    const consent = toConsentView(row);
    note({ entityId: accountId, before: before && toConsentView(before), after: consent });
    return { consent, standing: isCurrent || !before ? consent : toConsentView(before), accountName };
  },
});
