import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { bookingSettings } from "./booking-settings";

const known = new WeakMap<TenantContext, ReturnType<typeof readSettings>>();

/** The settings by which one call judges, read once however many of its rules ask. Whoever changes them reads for itself. */
export async function settingsOf(context: TenantContext) {
  const read = known.get(context) ?? readSettings(context);
  known.set(context, read);
  return (await read).settings;
}

/** The company's settings with defaults filled in, and the version they are at (0: never set). */
export async function readSettings({ db, caller }: TenantContext) {
  const { organisationId, companyId } = caller.workspace;
  const row = await db.bookingSettings.findUnique({
    where: { organisationId_companyId: { organisationId, companyId } },
  });
  return {
    settings: bookingSettings.parse(row?.values ?? {}),
    stored: (row?.values ?? {}) as object,
    version: row?.version ?? 0,
  };
}
