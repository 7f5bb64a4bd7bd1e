import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { toDecimal, toMinor } from "@/lib/kernel/money";

export const SERVICE_STATUSES = ["active", "archived"] as const;
export const SERVICE_TYPES = ["one_on_one", "class"] as const;
export const VISIBILITIES = ["public", "members_only", "hidden"] as const;
export const COMMISSION_TYPES = ["fixed", "percentage"] as const;

export const serviceIdField = idField("svc", "Id of a service, from list_services.");

/** Money on the wire: a decimal text; the currency's minor units decide how many decimals fit. */
export const moneyField = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be an amount as a text, such as "100.00"')
  .meta({ description: "Amount as a decimal text.", examples: ["100.00"] });

/** What create_service and update_service share; update_service makes every field optional. */
export const serviceFields = {
  name: lineOfText(1, 120).meta({ description: "Name customers see.", examples: ["Hatha yoga, 60 minutes"] }),
  durationMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .meta({ description: "Length in minutes, 1 to 1440.", examples: [60] }),
  price: moneyField.meta({ description: "Price for one participant as a decimal text.", examples: ["180.00"] }),
  capacity: z
    .int()
    .min(1)
    .max(1_000)
    .meta({
      description:
        "Places of a class (name it: the default is one person). Of an appointment: people whom one booking may bring and, without staff and room, places that are taken at the same time.",
      examples: [12],
    }),
  categoryId: idField("scat", "Category, from list_service_categories.").nullable(),
  visibility: z.enum(VISIBILITIES).meta({ description: "Who sees it on the booking page.", examples: ["public"] }),
  description: z
    .string()
    .trim()
    .max(4_000)
    .nullable()
    .meta({ description: "What customers read about it; null clears.", examples: ["Bring a mat."] }),
  requireLogin: z
    .boolean()
    .meta({ description: "Whether customers must sign in to book it online.", examples: [true] }),
  requiresStaff: z
    .boolean()
    .meta({ description: "Whether a free, assigned staff member is needed.", examples: [true] }),
  requiresResource: z
    .boolean()
    .meta({ description: "Whether a free, linked room or piece of equipment is needed.", examples: [false] }),
  requiresConfirmation: z
    .boolean()
    .meta({ description: "Whether bookings start as pending until confirmed; they hold the slot.", examples: [false] }),
  cooldownMinutes: z
    .int()
    .min(0)
    .max(525_600)
    .meta({ description: "Time a customer waits between two bookings of it, in minutes.", examples: [0] }),
  bufferBeforeMinutes: z
    .int()
    .min(0)
    .max(480)
    .meta({
      description: "Minutes kept free of other bookings before each one; they may begin before opening time.",
      examples: [0],
    }),
  bufferAfterMinutes: z
    .int()
    .min(0)
    .max(480)
    .meta({
      description:
        "Minutes kept free of other bookings after each one, for cleaning up; they may run past closing time and into breaks.",
      examples: [15],
    }),
  allowedTierIds: z
    .array(z.string().max(64))
    .max(50)
    .meta({ description: "Membership tiers that may book a members_only service.", examples: [[]] }),
  commissionType: z
    .enum(COMMISSION_TYPES)
    .nullable()
    .meta({ description: "How staff commission is counted.", examples: ["percentage"] }),
  commissionValue: moneyField
    .nullable()
    .meta({ description: "Amount or percentage of the commission as a decimal text.", examples: ["10"] }),
  commissionCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")
    .nullable()
    .meta({ description: "Currency of a fixed commission.", examples: ["HKD"] }),
  sortOrder: z
    .int()
    .min(0)
    .max(100_000)
    .meta({ description: "Position in lists, smallest first.", examples: [0] }),
};

export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  categoryId: z.string().nullable(),
  type: z.string(),
  durationMinutes: z.int(),
  bufferBeforeMinutes: z.int(),
  bufferAfterMinutes: z.int(),
  /** Decimal text in `currency`. */
  price: z.string(),
  currency: z.string(),
  capacity: z.int(),
  visibility: z.string(),
  requireLogin: z.boolean(),
  requiresStaff: z.boolean(),
  requiresResource: z.boolean(),
  requiresConfirmation: z.boolean(),
  cooldownMinutes: z.int(),
  status: z.string(),
  sortOrder: z.int(),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});

export type ServiceRow = Omit<z.output<typeof serviceView>, "price" | "createdAt" | "updatedAt"> & {
  priceMinor: bigint;
  createdAt: Date;
  updatedAt: Date;
};

/** What a view is made of. */
export const SERVICE_FIELDS = serviceView
  .keyof()
  .options.map((field): keyof ServiceRow => (field === "price" ? "priceMinor" : field));

/** Field by field: a rest of the row would be copied in a slow form, and take along what the view does not show. */
export function toServiceView(row: ServiceRow): z.output<typeof serviceView> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    categoryId: row.categoryId,
    type: row.type,
    durationMinutes: row.durationMinutes,
    bufferBeforeMinutes: row.bufferBeforeMinutes,
    bufferAfterMinutes: row.bufferAfterMinutes,
    price: toDecimal(row.priceMinor, row.currency),
    currency: row.currency,
    capacity: row.capacity,
    visibility: row.visibility,
    requireLogin: row.requireLogin,
    requiresStaff: row.requiresStaff,
    requiresResource: row.requiresResource,
    requiresConfirmation: row.requiresConfirmation,
    cooldownMinutes: row.cooldownMinutes,
    status: row.status,
    sortOrder: row.sortOrder,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Minor units of a price, or a refusal that names the field when the currency has fewer decimals. */
export function minorOf(price: string, currency: string, field = "price"): bigint {
  const minor = toMinor(price, currency);
  if (minor === null) {
    throw new OperationError("invalid_input", {
      message: `${field}: has more decimals than ${currency}`,
      details: { field, fields: [{ field, rule: `must not have more decimals than ${currency}` }] },
    });
  }
  return minor;
}
