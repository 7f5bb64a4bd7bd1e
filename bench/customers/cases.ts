import { execute } from "@/lib/kernel/execute";
import { getMemberProfile } from "@/lib/operations/accounts/get-member-profile";
import { PROFILE } from "./by-hand";
import type { Case } from "./case";
import { COUNTS } from "./counts";
import { ACCOUNTS } from "./fill";
import { LISTS } from "./lists";
import { draw, numbered } from "./people";

type Lists = Record<string, readonly unknown[]>;

/** Who it is, and how many of everything. */
const extent = (id: unknown, lists: readonly (readonly unknown[] | undefined)[]) => [
  id,
  ...lists.map((each) => each?.length),
];

const customerPage: Case = {
  title: "Customer page",
  input: (round) => ({ accountId: numbered("acc", draw(round, 92, ACCOUNTS)) }),
  ask: async (caller, asked) => (await execute(getMemberProfile, caller, asked)).data,
  statements: [PROFILE],
  values: ({ accountId }) => [accountId],
  ofAnswer: (answer) => {
    const { account, ...rest } = answer as { account: { id: string } };
    const { identifiers, contacts, tags, customFields, consents, segments, recentNotes, openTasks, openDeals } =
      rest as unknown as Lists;
    return extent(account.id, [
      identifiers,
      contacts,
      tags,
      customFields,
      consents,
      segments,
      recentNotes,
      openTasks,
      openDeals,
    ]);
  },
  ofRows: ([row = {}]) => {
    const { account_identifiers, contacts, tags, fields, consent_records, segments, notes, tasks, deals } =
      row as Lists;
    return extent(row.id, [
      account_identifiers,
      contacts,
      tags,
      fields,
      consent_records,
      segments,
      notes,
      tasks,
      deals,
    ]);
  },
};

/** What people and agents wait for. */
export const CASES: readonly Case[] = [...LISTS, ...COUNTS, customerPage];
