import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation, type TenantOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { bookingSettings, bookingSettingsFields } from "./booking-settings";
import { readSettings } from "./read-settings";

type Fields = typeof bookingSettingsFields;
type Changes = {
  [Name in keyof Fields]: z.ZodOptional<
    Fields[Name] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : never
  >;
};

/** Every setting as an argument that may be left out, without its default: what is absent stays as it is. */
const changes = Object.fromEntries(
  Object.entries(bookingSettingsFields).map(([name, field]) => {
    const meta = field.meta() ?? {};
    return [name, field.unwrap().optional().meta(meta)];
  }),
) as unknown as Changes;

const input = z.strictObject({ ...changes, expectedVersion: expectedVersionField });
const output = z.object({ settings: bookingSettings, version: z.int() });

export const updateBookingSettings: TenantOperation<typeof input, typeof output> = defineOperation({
  name: "update_booking_settings",
  title: "Update booking settings",
  description:
    "Changes the named settings of how the company takes bookings and leaves the others. get_booking_settings shows them all.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input,
  output,
  renderType: "record",
  summary: () => "Booking settings updated",
  undo: { with: () => updateBookingSettings, arguments: ({ before }) => bookingSettings.parse(before) },

  async run(context, { expectedVersion, ...changed }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const before = await readSettings(context);
    requireVersion(before.version, expectedVersion, output, () => before);
    const values = { ...before.stored, ...changed };
    await db.$executeRaw`
      INSERT INTO booking_settings AS s (organisation_id, company_id, values) VALUES (${organisationId}, ${companyId}, ${JSON.stringify(values)}::jsonb)
      ON CONFLICT (organisation_id, company_id) DO UPDATE SET values = s.values || ${JSON.stringify(changed)}::jsonb, version = s.version + 1, updated_at = now()`;
    const after = await readSettings(context);
    note({ entityId: companyId, before: before.settings, after: after.settings });
    return after;
  },
});
