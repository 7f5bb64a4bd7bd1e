import "server-only";
import pg from "pg";
import { Prisma } from "./generated/client";

/** How values of raw SQL are turned: to PostgreSQL and back in the way Prisma does it, so that both doors give the same rows. */

const { builtins, getTypeParser } = pg.types;
const ARRAYS = { text: 1009, int8: 1016, numeric: 1231, date: 1182, time: 1183, timestamp: 1115 } as const;

type Parse = (text: string) => unknown;

const parseTexts = getTypeParser(ARRAYS.text as number) as (text: string) => (string | null)[];
const each =
  (parse: Parse): Parse =>
  (text) =>
    parseTexts(text).map((item) => (item === null ? null : parse(item)));

const decimal: Parse = (text) => new Prisma.Decimal(text);
const date: Parse = (text) => new Date(text);
const time: Parse = (text) => new Date(`1970-01-01T${text}Z`);
/** A time without a zone is UTC, whatever the zone of this process. */
const timestamp: Parse = (text) => new Date(`${text.replace(" ", "T")}Z`);

const parsers = new Map<number, Parse>([
  [builtins.INT8, BigInt],
  [builtins.NUMERIC, decimal],
  [builtins.DATE, date],
  [builtins.TIME, time],
  [builtins.TIMESTAMP, timestamp],
  [ARRAYS.int8, each(BigInt)],
  [ARRAYS.numeric, each(decimal)],
  [ARRAYS.date, each(date)],
  [ARRAYS.time, each(time)],
  [ARRAYS.timestamp, each(timestamp)],
]);

/** What `pg` asks how to read a column; everything that is not named above it reads as Prisma does. */
export const rawTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text") => parsers.get(oid) ?? getTypeParser(oid, format)) as never,
};

/** A value as it is sent; lists value by value. */
export function toParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toParameter);
  if (value instanceof Date) return value.toISOString();
  return Prisma.Decimal.isDecimal(value) ? value.toString() : value;
}
