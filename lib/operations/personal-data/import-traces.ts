import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { Person } from "./person";

const MOST_SHOWN = 500;
const ERASED = "[erased]";
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");

/** A phone as lists write it: with or without its country, and with anything between its digits. */
function phonePattern(phone: string): string | undefined {
  const digits = phone.replace(/\D/g, "").slice(-8);
  return digits.length < 7 ? undefined : [...digits].join("[\\s().-]*");
}

/** Regular expressions that find the person in a list: `certain` ones are theirs alone, a name may be somebody else's. */
function patternsOf({ emails, phones, names }: Person) {
  return {
    certain: [...emails.map(escaped), ...new Set(phones.flatMap((phone) => phonePattern(phone) ?? escaped(phone)))],
    names: names.map(escaped),
  };
}

export interface ImportTrace {
  label: string | null;
  receivedAt: Date | null;
  row: number;
  cells: Record<string, string>;
}

/** Rows of uploaded files that became this person or name their mail, phone or name. */
export async function importTraces(db: DatabaseClient, person: Person): Promise<ImportTrace[]> {
  const { certain, names } = patternsOf(person);
  const rows = await db.$queryRaw<
    { label: string | null; receivedAt: Date | null; row: number; columns: string[]; cells: string[] }[]
  >`
    SELECT u.label, u.received_at AS "receivedAt", r."row", u.columns, r.cells
    FROM import_rows r JOIN import_uploads u ON u.id = r.upload_id
    WHERE r.account_id = ANY (${person.accountIds}::text[])
      OR array_to_string(r.cells, ' ') ~* ANY (${[...certain, ...names]}::text[])
    ORDER BY u.id, r."row" LIMIT ${MOST_SHOWN}::int`;
  return rows.map(({ columns, cells, ...rest }) => ({
    ...rest,
    cells: Object.fromEntries(cells.map((cell, index) => [columns[index] ?? `Column ${index + 1}`, cell])),
  }));
}

/**
 * Empties the person's rows in uploaded files, takes their name out of other people's rows and reasons, and out of the files'
 * labels. Returns how many rows were changed.
 */
export async function scrubImports(db: DatabaseClient, person: Person): Promise<number> {
  const { certain, names } = patternsOf(person);
  const emptied = await db.$executeRaw`
    UPDATE import_rows SET cells = '{}', problem = 'The row was erased with the person it was about.', held = NULL
    WHERE account_id = ANY (${person.accountIds}::text[])
      OR array_to_string(cells, ' ') ~* ANY (${certain}::text[])`;
  let mentions = 0;
  for (const pattern of [...names, ...certain]) {
    mentions += await db.$executeRaw`
      UPDATE import_rows SET
        cells = ARRAY(SELECT regexp_replace(cell, ${pattern}, ${ERASED}, 'gi')
          FROM unnest(cells) WITH ORDINALITY AS c (cell, place) ORDER BY place),
        held = regexp_replace(held::text, ${pattern}, ${ERASED}, 'gi')::jsonb
      WHERE array_to_string(cells, ' ') ~* ${pattern} OR held::text ~* ${pattern}`;
    await db.$executeRaw`UPDATE import_uploads SET label = ${ERASED} WHERE label ~* ${pattern}`;
    await db.$executeRaw`UPDATE account_imports SET label = ${ERASED} WHERE label ~* ${pattern}`;
  }
  return emptied + mentions;
}
