import { Prisma } from "@/lib/db/generated/client";
import { type ServiceRow, serviceView, toServiceView } from "@/lib/operations/services/service";

const FIELDS = Object.values(Prisma.ServiceScalarFieldEnum);
const SHOWN = Object.keys(serviceView.shape) as (keyof ReturnType<typeof toServiceView>)[];

const toColumn = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Every column of a service under the name of its field: what the product's query reads too. */
export const SERVICE_COLUMNS = FIELDS.map((field) => `${toColumn(field)} AS "${field}"`).join(", ");

/** One entry of the answer, as the product shows it. */
export function toItem(row: ServiceRow): Record<string, unknown> {
  const view = toServiceView(row);
  return Object.fromEntries(SHOWN.map((field) => [field, view[field]]));
}
