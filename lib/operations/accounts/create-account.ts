import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField, instant } from "@/lib/kernel/fields";
import { newId, randomPart } from "@/lib/kernel/ids";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { enforceQuota } from "@/lib/kernel/quota";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { contactLookup, contactView, toContactView } from "../contacts/contact";
import { accountBrief, accountFields, accountView, momentText, toAccountBrief, toAccountView } from "./account";
import { columnsOf, lookupColumns, requireFreeCode } from "./account-values";
import { deleteAccount } from "./delete-account";
import { carryWithdrawals, deletedTwinsOf } from "./deleted-twins";
import { identifiersOf, ownersOf, possibleDuplicate, syncIdentifiers } from "./identifier";
import { fold } from "./search-text";
import { fillAccount, linkContact } from "./take-in";

const ON_CREATE_DUPLICATE = ["ask", "link", "merge", "share"] as const;

const input = z.strictObject({
  ...z.object(accountFields).partial().shape,
  name: accountFields.name,
  type: accountFields.type
    .default("individual")
    .meta({ description: "A person, a business or a family. Default individual.", examples: ["individual"] }),
  lifeStage: accountFields.lifeStage
    .default("active")
    .meta({ description: "lead, active, churned or vip. Default active.", examples: ["lead"] }),
  source: accountFields.source
    .default("api")
    .meta({ description: "Where the customer came from. Default api.", examples: ["walk_in"] }),
  enrollMembership: z
    .boolean()
    .default(false)
    .meta({ description: "Also make the customer a member, with a member code.", examples: [true] }),
  tierId: idField("tier", "Membership tier to enrol into. No workspace has tiers yet: leave it out.").optional(),
  expiresAt: momentText.optional().meta({ description: "When the membership ends.", examples: ["2027-05-11"] }),
  onDuplicate: z
    .enum(ON_CREATE_DUPLICATE)
    .default("ask")
    .meta({
      description:
        "When a customer with this mail or phone exists. ask: refuse and show who; link: add this person as a contact of that customer; merge: fill that customer's empty fields; share: create a customer of its own that shares the mail or phone.",
      examples: ["ask"],
    }),
  duplicateOf: idField("acc", "With link or merge: which of several candidates.").optional(),
});
type Input = z.output<typeof input>;

const NOT_CREATED = {
  reason: "completedOther",
  message: "This call linked to or completed a customer who was already there.",
  hint: "Use delete_contact or update_account to take back what it added.",
} as const;

const deletion = (): AnyOperation => deleteAccount;

function twinRemarks(twins: readonly { id: string; name: string }[], withdrawn: readonly string[]): string[] {
  const who = twins.map(({ id, name }) => `${name} (${id})`).join(", ");
  return [
    ...(who ? [`deleted before with the same mail or phone: ${who}, see restore_account`] : []),
    ...(withdrawn.length > 0 ? [`withdrawn consent carried over: ${withdrawn.join(", ")}`] : []),
  ];
}

export const createAccount = defineOperation({
  name: "create_account",
  title: "Create a customer",
  description:
    "Adds a customer (account) with a primary contact. Mail and phone are checked first: when somebody already has them the answer is possible_duplicate with the candidates; ask the user, then repeat with onDuplicate. possibleDuplicates in the answer lists customers of the same name, deletedTwins deleted ones of the same mail or phone, whose withdrawn consent is carried over. Next: attach_tags, create_note, create_task.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input,
  output: z.object({
    account: accountView,
    contact: contactView.nullable(),
    outcome: z.enum(["created", "linked", "merged"]),
    possibleDuplicates: z.array(accountBrief),
    deletedTwins: z.array(accountBrief.extend({ deletedAt: instant })),
    /** What a deleted twin withdrew, as email.marketing, and counts here too. */
    withdrawn: z.array(z.string()),
  }),
  renderType: "record",
  summary: ({ account, outcome, deletedTwins, withdrawn }) =>
    [`${account.name} ${outcome}`, ...twinRemarks(deletedTwins, withdrawn)].join("; "),
  undo: {
    with: deletion,
    arguments: ({ entityId, before }) => {
      // Linked or merged into somebody who was there before: deleting that customer would undo far more.
      if (!entityId?.startsWith("acc_") || before !== null)
        throw new OperationError("precondition_failed", NOT_CREATED);
      return { accountId: entityId };
    },
  },

  async run(context, values) {
    const { db, caller } = context;
    if (values.tierId !== undefined) throw noSuch("tierId", "membership tier", "search_members");
    if (values.expiresAt !== undefined && !values.enrollMembership) {
      throw invalidField("expiresAt", "needs enrollMembership true");
    }
    const { enrollMembership, expiresAt, onDuplicate, duplicateOf, tierId: _, ...own } = values;
    const columns = await columnsOf(context, own);
    const owners = await ownersOf(db, caller.workspace.companyId, identifiersOf({ ...own, phone: columns.phone }));
    if (owners.length > 0 && onDuplicate !== "share") {
      const chosen = duplicateOf === undefined ? owners : owners.filter(({ account }) => account.id === duplicateOf);
      const [owner] = chosen;
      if (onDuplicate === "ask" || chosen.length !== 1 || !owner) throw possibleDuplicate(owners);
      return onDuplicate === "link"
        ? linkContact(context, owner.account, { ...columns, name: own.name })
        : fillAccount(context, owner.account, columns);
    }
    await enforceQuota(context, "customers");
    return insertAccount(context, columns, values, { enrollMembership, expiresAt, share: onDuplicate === "share" });
  },
});

interface Enrolment {
  enrollMembership: boolean;
  expiresAt: string | undefined;
  share: boolean;
}

async function insertAccount(
  context: TenantContext,
  columns: Awaited<ReturnType<typeof columnsOf>>,
  { name, type, lifeStage, source }: Input,
  { enrollMembership, expiresAt, share }: Enrolment,
) {
  const { db, caller, note } = context;
  const { organisationId, companyId } = caller.workspace;
  const memberCode = columns.memberCode ?? (enrollMembership ? `M-${randomPart(8).toUpperCase()}` : null);
  if (memberCode) await requireFreeCode(db, memberCode);
  const id = newId("acc");
  const base = { ...columns, name, type, lifeStage, source, memberCode };
  const nulls = { localName: null, firstName: null, lastName: null, email: null, phone: null, whatsappId: null };
  const row = await db.account.create({
    data: {
      organisationId,
      companyId,
      id,
      ...base,
      ...(enrollMembership ? { memberSince: new Date() } : {}),
      ...(expiresAt ? { membershipExpiresAt: new Date(expiresAt) } : {}),
      ...lookupColumns({ ...nulls, ...base }),
    },
  });
  const person = { name, localName: row.localName, email: row.email, phone: row.phone, jobTitle: null };
  const contact = await db.contact.create({
    data: {
      organisationId,
      companyId,
      id: newId("con"),
      accountId: id,
      ...person,
      phoneOriginal: row.phoneOriginal,
      isPrimary: true,
      ...contactLookup(person),
    },
  });
  await syncIdentifiers(db, caller.workspace, id, share);
  const account = toAccountView(row);
  const namesakes = await db.account.findMany({
    where: { sortName: fold(name), deletedAt: null, id: { not: id } },
    take: 5,
    orderBy: { id: "desc" },
  });
  const twins = await deletedTwinsOf(db, [row]);
  const withdrawn = (await carryWithdrawals(db, caller.workspace, [row], twins)).get(id) ?? [];
  note({ entityId: id, after: account });
  return {
    account,
    contact: toContactView(contact),
    outcome: "created" as const,
    possibleDuplicates: namesakes.map((namesake) => toAccountBrief(namesake)),
    deletedTwins: twins
      .slice(0, 5)
      .map((twin) => ({ ...toAccountBrief(twin), deletedAt: twin.deletedAt.toISOString() })),
    withdrawn,
  };
}
