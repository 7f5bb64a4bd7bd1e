import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import { singleton } from "@/lib/singleton";
import { Prisma, type PrismaClient } from "./generated/client";
import { rawTypes, toParameter } from "./raw-values";

/** What takes a statement: a guarded pool for a lone one, or a transaction. */
interface Connection {
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** A name for a statement that is prepared, or undefined where none may be. */
export type NameStatement = (sql: string) => string | undefined;

type RawMethods = Pick<PrismaClient, "$queryRaw" | "$queryRawUnsafe" | "$executeRaw" | "$executeRawUnsafe">;
type Work<T> = (db: Prisma.TransactionClient) => Promise<T>;

const beginnings = () => singleton("beginnings", () => new AsyncLocalStorage<{ connection?: Connection }>());

/** Tells the client that begins a transaction which connection it got. Only the first counts: work inside may begin others. */
export function announceTransaction(connection: Connection): void {
  const beginning = beginnings().getStore();
  if (beginning) beginning.connection ??= connection;
}

/**
 * A client whose raw SQL goes straight to its connection, inside a transaction and alone; models stay with Prisma. Its
 * engine takes as long over a raw statement as everything else in it, and only turns the values
 * (docs/decisions/0029-raw-sql-goes-straight.md).
 */
export function withRawDoor(client: PrismaClient, pool: Connection, nameOf: NameStatement): PrismaClient {
  const $transaction = <T>(work: Work<T>, options?: Parameters<PrismaClient["$transaction"]>[1]) => {
    const beginning: { connection?: Connection } = {};
    return beginnings().run(beginning, () =>
      client.$transaction((models) => work(over(models, rawMethods(requireConnection(beginning), nameOf))), options),
    );
  };
  return over(client, { ...rawMethods(pool, nameOf), $transaction });
}

function requireConnection({ connection }: { connection?: Connection }): Connection {
  if (!connection) throw new Error("A transaction began outside our pools");
  return connection;
}

/** The same object with other methods in front. Defined, not assigned: Prisma's clients would take them for their own. */
const over = <T extends object>(object: T, methods: object): T =>
  Object.create(object, Object.getOwnPropertyDescriptors(methods)) as T;

function rawMethods(connection: Connection, nameOf: NameStatement): RawMethods {
  const send = (text: string, values: readonly unknown[]) => {
    const name = nameOf(text);
    const statement = { text, values: values.map(toParameter), types: rawTypes };
    return connection.query(name === undefined ? statement : { ...statement, name });
  };
  const sendSql = (query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) => {
    const sql = Array.isArray(query) ? Prisma.sql(query, ...values) : (query as Prisma.Sql);
    return send(sql.text, sql.values);
  };
  return {
    $queryRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await sendSql(query, values)).rows,
    $queryRawUnsafe: async (text: string, ...values: unknown[]) => (await send(text, values)).rows,
    $executeRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await sendSql(query, values)).rowCount ?? 0,
    $executeRawUnsafe: async (text: string, ...values: unknown[]) => (await send(text, values)).rowCount ?? 0,
  } as unknown as RawMethods;
}
