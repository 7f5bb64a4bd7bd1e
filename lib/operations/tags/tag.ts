import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const tagIdField = idField("tag", "Id of a tag, from list_tags.");

export const tagNameField = lineOfText(1, 60).meta({
  description: "Name of the tag; unique without regard to case.",
  examples: ["VIP"],
});

export const tagColorField = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, "must be a colour as #rrggbb")
  .meta({ description: "Colour as #rrggbb.", examples: ["#0ea5e9"] });

/** A tag on something. */
export const tagBrief = z.object({ id: z.string(), name: z.string(), color: z.string().nullable() });
export type TagBrief = z.output<typeof tagBrief>;

export const tagView = tagBrief.extend({
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});

export interface TagRow {
  id: string;
  name: string;
  color: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

export function toTagView(row: TagRow): z.output<typeof tagView> {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
