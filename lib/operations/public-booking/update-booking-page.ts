import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { isDuplicate } from "@/lib/kernel/database-errors";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { randomPart } from "@/lib/kernel/ids";
import { differences } from "@/lib/kernel/inverse";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { bookingPageView, bookingPageFields as f } from "./booking-page";
import { readPage, toPageView } from "./read-page";

const FIELDS = ["slug", "isOn", "welcome", "address", "guests", "frameAncestors"] as const;

const input = z.strictObject({
  slug: f.slug.optional(),
  isOn: f.isOn.optional(),
  welcome: f.welcome.optional(),
  address: f.address.optional(),
  guests: f.guests.optional(),
  frameAncestors: f.frameAncestors.optional(),
  expectedVersion: expectedVersionField,
});

/** What of the page is stored, and may have changed meanwhile; the rest of the view is made from it. */
const storedPage = bookingPageView.omit({ url: true, embedSnippet: true, publishedServices: true });

export const updateBookingPage: TenantOperation<typeof input, typeof bookingPageView> = defineOperation({
  name: "update_booking_page",
  title: "Update the public booking page",
  description:
    "Turns the public booking page on or off (isOn), or changes its address, texts and the websites that may embed it; what is not named stays. The page shows services with visibility public at the times get_available_slots finds. Tell the user the url of the answer.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output: bookingPageView,
  renderType: "record",
  summary: ({ isOn, url }) => (isOn ? `Visitors can book at ${url}` : `The booking page ${url} is off`),
  undo: {
    with: () => updateBookingPage,
    arguments: ({ before }) => z.record(z.string(), z.unknown()).parse(before ?? {}),
  },

  async run(context, { expectedVersion, ...changes }) {
    const before = await readPage(context);
    requireVersion(before.version, expectedVersion, storedPage, () => before);
    if (before.version === 0) await makePage(context, changes.slug ?? before.slug, changes.slug !== undefined);
    await save(context, changes);
    const after = await readPage(context);
    const changed = differences({ ...before }, { ...after }, FIELDS);
    context.note({ entityId: context.caller.workspace.companyId, ...changed });
    return toPageView(context, after);
  },
});

/** The first choice makes the row. A suggested address that somebody else has gets an ending; a chosen one is refused. */
async function makePage({ db, caller }: TenantContext, slug: string, isChosen: boolean): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  const insert = (address: string) => db.$executeRaw`
    INSERT INTO booking_pages (organisation_id, company_id, slug) VALUES (${organisationId}, ${companyId}, ${address})
    ON CONFLICT DO NOTHING`;
  if ((await insert(slug)) === 1) return;
  if (await db.bookingPage.findFirst({ where: { companyId } })) return;
  if (isChosen) throw taken(slug);
  await insert(`${slug}-${randomPart(6).toLowerCase()}`);
}

async function save({ db, caller }: TenantContext, changes: Partial<z.output<typeof input>>): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  try {
    await db.bookingPage.update({
      where: { organisationId_companyId: { organisationId, companyId } },
      data: { ...changes, version: { increment: 1 } },
    });
  } catch (error) {
    if (isDuplicate(error)) throw taken(String(changes.slug));
    throw error;
  }
}

const taken = (slug: string) =>
  new OperationError("conflict", {
    reason: "slug",
    message: `slug: ${slug} is the address of another page`,
    hint: "Choose another slug, for example with the name of the town.",
    details: { field: "slug", slug },
  });
