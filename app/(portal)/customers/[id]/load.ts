import "server-only";
import { KINDS, type Kind, timelineOf } from "@/components/customers/timeline";
import { findDuplicateAccounts } from "@/lib/operations/accounts/find-duplicate-accounts";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { listBookings } from "@/lib/operations/bookings/list-bookings";
import { getConsent } from "@/lib/operations/consent/get-consent";
import { listCustomFields } from "@/lib/operations/custom-fields/list-custom-fields";
import { listDeals } from "@/lib/operations/deals/list-deals";
import { listNotes } from "@/lib/operations/notes/list-notes";
import { listTags } from "@/lib/operations/tags/list-tags";
import { listTasks } from "@/lib/operations/tasks/list-tasks";
import { listStaff } from "@/lib/operations/team/list-staff";
import { view } from "@/lib/surfaces/portal/view";

const SHORT = 15;
const LONG = 50;

const SCOPES: Record<Kind, string> = {
  note: "contacts:read",
  task: "tasks:read",
  deal: "deals:read",
  booking: "bookings:read",
  change: "activity:read",
};

/** The kinds of a timeline that a person with these scopes may see. */
export function kindsFor(scopes: ReadonlySet<string>): Kind[] {
  return KINDS.filter((kind) => scopes.has(SCOPES[kind]));
}

type Asked = { accountId: string; scopes: ReadonlySet<string>; shown?: Kind; cursor?: string };

/** What happened with a customer: the latest of everything, or one kind page by page. */
export async function loadTimeline({ accountId, scopes, shown, cursor }: Asked) {
  const wants = (kind: Kind) => scopes.has(SCOPES[kind]) && (shown === undefined || shown === kind);
  const page = { limit: shown ? LONG : SHORT, cursor: shown ? cursor : undefined };
  const none = { data: { items: [], nextCursor: undefined } };
  const [notes, tasks, deals, bookings, changes] = await Promise.all([
    wants("note") ? view(listNotes, { entityId: accountId, ...page }) : none,
    wants("task") ? view(listTasks, { accountId, status: "all", ...page }) : none,
    wants("deal") ? view(listDeals, { accountId, ...page }) : none,
    wants("booking") ? view(listBookings, { accountId, ...page }) : none,
    wants("change") ? view(listActivity, { entityId: accountId, outcome: "done", ...page }) : none,
  ]);
  const all = [notes, tasks, deals, bookings, changes];
  return {
    entries: timelineOf({
      notes: notes.data.items,
      tasks: tasks.data.items,
      deals: deals.data.items,
      bookings: bookings.data.items,
      changes: changes.data.items.filter(({ effect }) => effect !== "read"),
    }),
    nextCursor: shown && all.map(({ data }) => data.nextCursor).find(Boolean),
  };
}

/** What stands beside the profile of a live customer, as far as the person may see it. */
export async function loadAside(accountId: string, scopes: ReadonlySet<string>) {
  const [tags, fields, consent, duplicates, staff] = await Promise.all([
    view(listTags, { limit: 100 }),
    scopes.has("custom_fields:read") ? view(listCustomFields, { entityType: "account" }) : null,
    view(getConsent, { accountId, history: true }),
    view(findDuplicateAccounts, { accountId }),
    scopes.has("team:read") ? view(listStaff, { limit: 100 }) : null,
  ]);
  return {
    tags: tags.data.items.map(({ id, name, color }) => ({ id, name, color })),
    definitions: fields?.data.items ?? [],
    consents: consent.data.items,
    duplicates: duplicates.data.items,
    people: staff?.data.items.map(({ userId, name, email }) => ({ value: userId, label: name ?? email })) ?? [],
  };
}
