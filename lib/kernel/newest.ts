import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { containing } from "./fields";

export interface PageOfRows {
  /** Conditions that all must hold; what is undefined is none. */
  where: readonly (Prisma.Sql | undefined)[];
  /** The id behind which the page begins, in `nextCursor`'s way. */
  cursor: string | undefined;
  limit: number;
}

const columnOf = (field: string) => `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} AS "${field}"`;

/**
 * A reader of a table's pages, newest first, for `pageOf`: it gives one row more than `limit`, and of each row the fields that
 * are named and no others. Written by hand, because Prisma's way to read a page took a third of the whole call
 * (docs/decisions/0031-what-a-read-costs.md). `table` and `fields` are constants of the code.
 */
export function newestOf<Row extends { id: string }>(table: string, fields: readonly (keyof Row & string)[]) {
  const select = Prisma.raw(`SELECT ${fields.map(columnOf).join(", ")} FROM ${table}`);
  return (db: DatabaseClient, { where, cursor, limit }: PageOfRows): Promise<Row[]> => {
    const behind = cursor === undefined ? undefined : Prisma.sql`id < ${cursor}`;
    const conditions = [...where, behind].filter((condition) => condition !== undefined);
    return db.$queryRaw<Row[]>`
      ${select} WHERE ${Prisma.join(conditions, " AND ")} ORDER BY id DESC LIMIT ${limit + 1}`;
  };
}

/** What finds `part` as it stands anywhere in a text: `%` and `_` are characters here, not wildcards. */
export const anywhere = (part: string) => `%${containing(part).contains}%`;
