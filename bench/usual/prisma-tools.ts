import { createHash } from "node:crypto";
import type { AuthInfo, CallToolResult } from "@modelcontextprotocol/server";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { newId } from "@/lib/kernel/ids";
import { toBookingView, withNames } from "@/lib/operations/bookings/booking";
import { wallTime } from "@/lib/operations/bookings/local-time";
import { readStart } from "@/lib/operations/bookings/start-time";
import { toNoteView } from "@/lib/operations/notes/note";
import { toItem } from "../item";
import type { BookingArguments } from "../plain/create-booking";
import type { NoteArguments } from "../plain/create-note";

/** The measured tools as applications write them with Prisma: a `where` for the tenant, no audit, no row-level security. */
type Tenant = { organisationId: string; companyId: string };
/** Registering tools keeps the loop busy for longer than Prisma waits by itself. */
const PATIENT = { maxWait: 60_000, timeout: 60_000 };

type Tool = (db: PrismaClient, tenant: Tenant, args: never, key: { userId: string; name: string }) => Promise<object>;

async function listServices(db: PrismaClient, tenant: Tenant) {
  const rows = await db.service.findMany({ where: { ...tenant, deletedAt: null }, orderBy: { id: "desc" }, take: 21 });
  const items = rows.slice(0, 20).map(toItem);
  const data = { items, nextCursor: rows.length > 20 ? items.at(-1)?.id : undefined };
  return { data, summary: `${items.length} services`, renderType: "table" };
}

const createNote: Tool = (client, tenant, { entityId, body }: NoteArguments, { userId, name }) =>
  client.$transaction(async (db) => {
    await db.account.findFirstOrThrow({ where: { ...tenant, id: entityId, deletedAt: null } });
    const own = { id: newId("note"), entityType: "account", accountId: entityId, body };
    const row = await db.note.create({ data: { ...tenant, ...own, authorId: userId, authorLabel: name } });
    await db.account.updateMany({ where: { ...tenant, id: entityId }, data: { lastActivityAt: new Date() } });
    const note = toNoteView(row);
    return { data: { note }, summary: `Note written on account ${entityId}`, renderType: "record" };
  }, PATIENT);

const TIMEZONE = "Asia/Hong_Kong";

const createBooking: Tool = (client, tenant, { serviceId, start, customer }: BookingArguments) =>
  client.$transaction(async (db) => {
    const service = await db.service.findFirstOrThrow({ where: { ...tenant, id: serviceId, deletedAt: null } });
    const account = await db.account.findFirstOrThrow({
      where: { ...tenant, id: customer.accountId, deletedAt: null },
    });
    const from = readStart(start, TIMEZONE);
    const startsAt = new Date(from);
    const endsAt = new Date(from + service.durationMinutes * 60_000);
    const overlap = { serviceId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt }, status: "confirmed" };
    if ((await db.booking.count({ where: { ...tenant, ...overlap } })) > 0) throw new Error("This time is taken");
    const times = { startsAt, endsAt, localStart: wallTime(from, TIMEZONE), timezone: TIMEZONE };
    const whom = { accountId: account.id, customerName: account.name, customerPhone: account.phone };
    const { priceMinor, currency } = service;
    const row = await db.booking.create({
      data: { ...tenant, id: newId("bkg"), serviceId, ...whom, ...times, priceMinor, currency, status: "confirmed" },
      include: withNames,
    });
    const now = { lastBookingAt: new Date(), lastActivityAt: new Date() };
    await db.account.updateMany({ where: { ...tenant, id: account.id }, data: now });
    // It tells nobody and lets nobody book for others: mail and families are not compared.
    const booking = { ...toBookingView(row), told: null, accountName: null };
    return { data: booking, summary: `${account.name}: ${service.name} (confirmed)`, renderType: "record" };
  }, PATIENT);

const tools: Record<string, Tool> = {
  list_services: listServices,
  create_note: createNote,
  create_booking: createBooking,
};

/** Keys and tools on an ordinary Prisma client. */
export function openPrismaTools(connectionString: string) {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10 }) });

  async function verifyToken(token: string | undefined): Promise<AuthInfo | undefined> {
    if (!token) return undefined;
    const hash = createHash("sha256").update(token).digest("hex");
    const key = await db.apiKey.findUnique({ where: { hash }, include: { organisation: true, company: true } });
    if (!key || key.revokedAt) return undefined;
    const { organisationId, companyId, userId, name, scopes } = key;
    return { token, clientId: key.id, scopes, extra: { organisationId, companyId, userId, name } };
  }

  async function callTool(name: string, args: unknown, auth: AuthInfo | undefined): Promise<CallToolResult> {
    const tool = tools[name];
    if (!auth?.extra || !tool) throw new Error(`${name} needs a key, or is not measured`);
    const { organisationId, companyId, ...key } = auth.extra as Tenant & { userId: string; name: string };
    const structuredContent = await tool(db, { organisationId, companyId }, args as never, key);
    return {
      content: [{ type: "text", text: JSON.stringify(structuredContent) }],
      structuredContent: { ...structuredContent },
    };
  }

  return { verifyToken, callTool };
}
