import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const VIEW_PAGES = ["customers", "deals", "tasks", "bookings"] as const;
export type ViewPage = (typeof VIEW_PAGES)[number];

export const viewIdField = idField("view", "Id of a saved view, from list_views.");

const MOST_PARAMETERS = 40;
const value = z.union([z.string().max(500), z.array(z.string().max(500)).max(50)]);

export const viewFields = {
  name: lineOfText(1, 80).meta({ description: "Name of the view.", examples: ["Regulars of the yoga class"] }),
  query: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,70}$/, "must be a parameter's name"),
      value.meta({ description: "Its value, or several." }),
    )
    .refine((query) => Object.keys(query).length <= MOST_PARAMETERS, `must have at most ${MOST_PARAMETERS} parameters`)
    .meta({
      description:
        "Parameters of the page's address. customers: search, lifeStage, type, source, tag (ids), segment, membership, booking, inactive (days), createdFrom, createdTo, language, sort, order, columns. deals: as (table), pipeline, search, stage, outcome. tasks: show (today, overdue, upcoming, none, done, all), assigneeId, accountId. bookings: search, status, staffId, serviceId, accountId, dateFrom, dateTo.",
      examples: [{ lifeStage: "vip", sort: "name", columns: ["phone", "tags", "lastActivityAt"] }],
    }),
  isShared: z.boolean().meta({ description: "Whether colleagues in this company see it too.", examples: [true] }),
};
/** What an update may change and an undo restores. */
export const VIEW_FIELDS = Object.keys(viewFields);

export const savedView = z.object({
  id: z.string(),
  page: z.enum(VIEW_PAGES),
  name: z.string(),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  isShared: z.boolean(),
  isOwn: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type SavedView = z.output<typeof savedView>;

export interface ViewRow {
  id: string;
  page: string;
  name: string;
  query: unknown;
  isShared: boolean;
  ownerId: string;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

/** Shows a view to `userId`. */
export function toSavedView({ ownerId, ...row }: ViewRow, userId: string | null): SavedView {
  return {
    ...row,
    page: z.enum(VIEW_PAGES).parse(row.page),
    query: savedView.shape.query.parse(row.query),
    isOwn: ownerId === userId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
