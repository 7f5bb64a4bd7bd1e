import "server-only";
import { planOf } from "@/lib/auth/plans";
import type { SystemContext, TenantContext, Workspace } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";

const SLUG = /^[a-z0-9-]{3,60}$/;

/** A published page with the company behind it. */
export interface OpenPage {
  slug: string;
  isOn: boolean;
  welcome: string | null;
  address: string | null;
  guests: string;
  logoVersion: number | null;
  workspace: Workspace;
}

interface Row extends Omit<OpenPage, "workspace">, Omit<Workspace, "quotas"> {}

export const noSuchPage = () =>
  new OperationError("not_found", {
    message: "slug: there is no booking page at this address",
    hint: "Ask the business for the address of its page.",
    details: { field: "slug" },
  });

/** The page at an address, on or off. Throws not_found, also for a closed company or a deleted organisation. */
export async function findPage({ system }: Pick<SystemContext, "system">, slug: string): Promise<OpenPage> {
  if (!SLUG.test(slug)) throw noSuchPage();
  const [row] = await system.$queryRaw<Row[]>`
    SELECT p.slug, p.is_on AS "isOn", p.welcome, p.address, p.guests,
           CASE WHEN o.logo IS NULL THEN NULL ELSE o.version END AS "logoVersion",
           o.id AS "organisationId", o.name AS "organisationName", o.plan,
           c.id AS "companyId", c.name AS "companyName", c.country, c.timezone, c.currency, c.language
    FROM booking_pages p
    JOIN companies c ON c.organisation_id = p.organisation_id AND c.id = p.company_id AND c.archived_at IS NULL
    JOIN organisations o ON o.id = p.organisation_id AND o.deleted_at IS NULL
    WHERE p.slug = ${slug}`;
  if (!row) throw noSuchPage();
  const { isOn, welcome, address, guests, logoVersion, slug: own, ...company } = row;
  return {
    slug: own,
    isOn,
    welcome,
    address,
    guests,
    logoVersion,
    workspace: { ...company, quotas: planOf(company.plan).quotas },
  };
}

/**
 * Works in the company behind a page, as the visitor: the database shows this company's rows only, and the caller is a
 * customer without a name. Throws not_found for an unknown page and precondition_failed for one that is off.
 */
export async function withPage<T>(
  context: SystemContext,
  slug: string,
  work: (tenant: TenantContext, page: OpenPage) => Promise<T>,
): Promise<T> {
  const page = await findPage(context, slug);
  if (!page.isOn) {
    throw new OperationError("not_bookable", {
      message: "This business does not take bookings here at the moment.",
      hint: "Ask the business how to book.",
      details: { rule: "pageOff" },
    });
  }
  const { workspace } = page;
  const { organisationId } = workspace;
  const actor = { type: "customer" as const, id: null, label: "Booking page" };
  const caller: TenantContext["caller"] = { ...context.caller, actor, workspace, role: "staff", userId: "" };
  const { note, queueMail } = context;
  return context.within(workspace, (db) =>
    work({ caller, db, note, queueMail: (mail) => queueMail({ ...mail, organisationId }) }, page),
  );
}

/** `3 services` or, for a page that is off, that it is. */
export const pageLine = ({ isOn, services }: { isOn: boolean; services: readonly unknown[] }) =>
  isOn ? countOf(services.length, "service") : "The page is off";
