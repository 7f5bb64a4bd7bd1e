import "server-only";
import type { Scope } from "@/lib/auth/scopes";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf } from "@/lib/kernel/fields";

/** A step of the set-up, shown to those who may take it. */
interface Step {
  isMissing: boolean;
  scope: Scope;
  what: string;
  tool: string;
}

/** What a business still lacks before it can work, each with the tool that mends it, for who may use that. */
export async function missingSteps({ db, caller }: TenantContext): Promise<{ what: string; tool: string }[]> {
  const [services, hours, customers] = await Promise.all([
    readServices(db),
    db.availabilityWindow.count({ where: { subjectType: "company", type: "available" } }),
    db.account.findFirst({ where: { deletedAt: null }, select: { id: true } }),
  ]);
  const appointments = services.filter(({ type }) => type !== "class");
  const steps: Step[] = [
    {
      isMissing: caller.workspace.country === null,
      scope: "organisation:write",
      what: "The country is unknown, so currency and time zone are guesses.",
      tool: "update_organisation",
    },
    {
      isMissing: services.length === 0,
      scope: "bookings:write",
      what: "There is nothing to book yet.",
      tool: "create_service",
    },
    {
      isMissing: hours === 0 && (appointments.length > 0 || services.length === 0),
      scope: "bookings:write",
      what: "Opening hours are unknown, so appointments are offered at any hour of day and night.",
      tool: "set_opening_hours",
    },
    unbookable(
      appointments.filter(({ requiresStaff, staff }) => requiresStaff && staff.length === 0),
      "nobody who gives it, so no time is offered",
      "assign_staff_to_service",
    ),
    unbookable(
      services.filter(({ requiresResource, resources }) => requiresResource && resources.length === 0),
      "no room or equipment that it requires, so no time is offered",
      "link_resource_to_service",
    ),
    unbookable(
      services.filter(({ type, schedules }) => type === "class" && schedules.length === 0),
      "no times yet",
      "create_service_schedule",
    ),
    {
      isMissing: customers === null,
      scope: "contacts:write",
      what: "There are no customers yet. A list or file of them can be taken in as it is.",
      tool: "import_accounts",
    },
  ];
  return steps
    .filter(({ isMissing, scope }) => isMissing && caller.scopes.has(scope))
    .map(({ what, tool }) => ({ what, tool }));
}

const MOST_READ = 500;

function readServices(db: TenantContext["db"]) {
  const one = { take: 1 } as const;
  return db.service.findMany({
    where: { deletedAt: null, status: "active" },
    orderBy: [{ sortOrder: "asc" }, { id: "asc" }],
    take: MOST_READ,
    select: {
      name: true,
      type: true,
      requiresStaff: true,
      requiresResource: true,
      staff: { where: { staff: { archivedAt: null } }, select: { staffId: true }, ...one },
      resources: { where: { resource: { deletedAt: null, status: "active" } }, select: { resourceId: true }, ...one },
      schedules: { where: { status: "active" }, select: { id: true }, ...one },
    },
  });
}

const MOST_NAMED = 5;

/** Services that cannot be booked as they are, by name. */
function unbookable(services: readonly { name: string }[], lack: string, tool: string): Step {
  const names = services.slice(0, MOST_NAMED).map(({ name }) => `“${name}”`);
  const more = services.length > MOST_NAMED ? ` and ${services.length - MOST_NAMED} more` : "";
  const what = `${countOf(services.length, "service has", "services have")} ${lack}: ${names.join(", ")}${more}.`;
  return { isMissing: services.length > 0, scope: "bookings:write", what, tool };
}
