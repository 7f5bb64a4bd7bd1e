import { beforeAll, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { type DatabaseClient, Prisma, tenantDb } from "@/lib/db/client";
import { withTenant } from "@/lib/db/tenant";
import { NOTE_FIELDS, type NoteRow } from "@/lib/operations/notes/note";
import { SEGMENT_FIELDS, type SegmentRow } from "@/lib/operations/segments/segment";
import { SERVICE_FIELDS, type ServiceRow } from "@/lib/operations/services/service";
import { newId } from "./ids";
import { anywhere, newestOf } from "./newest";

let mine: TestWorkspace;
let other: TestWorkspace;

const NAMES = ["Yoga 100 %", "Yoga 100 x", "Pilates_1", "Pilatesx1", "瑜伽", "back\\slash"];

async function fill({ organisationId, companyId, userId }: TestWorkspace): Promise<void> {
  const place = { organisationId, companyId };
  const author = { authorId: userId, authorLabel: "Ada" };
  await withTenant(place, () =>
    tenantDb().$transaction(async (db) => {
      const accountId = newId("acc");
      await db.account.create({ data: { ...place, id: accountId, name: "Ann", sortName: "ann", searchText: "ann" } });
      for (const name of NAMES) {
        const timing = { durationMinutes: 60, priceMinor: 18_000n, currency: "HKD" };
        await db.service.create({ data: { ...place, id: newId("svc"), name, ...timing } });
        await db.note.create({
          data: { ...place, ...author, id: newId("note"), entityType: "account", accountId, body: name },
        });
        const criteria = { all: [{ field: "name", value: name }] };
        await db.segment.create({ data: { ...place, id: newId("seg"), name, nameKey: name.toLowerCase(), criteria } });
      }
    }),
  );
}

beforeAll(async () => {
  [mine, other] = [await makeWorkspace(), await makeWorkspace("Somebody else")];
  await fill(mine);
  await fill(other);
});

const inMine = <T>(work: (db: DatabaseClient) => Promise<T>) => withTenant(mine, () => work(tenantDb()));
const fieldsOf = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, true]));

const newestServices = newestOf<ServiceRow>("services", SERVICE_FIELDS);
const EVERYTHING = { where: [Prisma.sql`deleted_at IS NULL`], cursor: undefined, limit: 100 };

describe("a page of rows", () => {
  const order = { where: { deletedAt: null }, orderBy: { id: "desc" } } as const;

  it("is what Prisma reads of them, value by value", async () => {
    await inMine(async (db) => {
      const services = await db.service.findMany({ ...order, select: fieldsOf(SERVICE_FIELDS) });
      expect(await newestServices(db, EVERYTHING)).toEqual(services);
      const notes = await db.note.findMany({ ...order, select: fieldsOf(NOTE_FIELDS) });
      expect(await newestOf<NoteRow>("notes", NOTE_FIELDS)(db, EVERYTHING)).toEqual(notes);
      const segments = await db.segment.findMany({ ...order, select: fieldsOf(SEGMENT_FIELDS) });
      expect(await newestOf<SegmentRow>("segments", SEGMENT_FIELDS)(db, EVERYTHING)).toEqual(segments);
      expect([services, notes, segments].map(({ length }) => length)).toEqual(Array(3).fill(NAMES.length));
    });
  });

  it("has one row more than asked for, and begins behind the cursor", async () => {
    await inMine(async (db) => {
      const all = (await newestServices(db, EVERYTHING)).map(({ id }) => id);
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const rows = await newestServices(db, { ...EVERYTHING, cursor, limit: 2 });
        seen.push(...rows.slice(0, 2).map(({ id }) => id));
        if (rows.length < 3) break;
        cursor = rows[1]?.id;
      }
      expect(seen).toEqual(all);
    });
  });

  it("obeys every condition, and none that is undefined", async () => {
    const where = [undefined, Prisma.sql`name ILIKE ${"y%"}`, undefined, Prisma.sql`name LIKE ${"%x"}`];
    const rows = await inMine((db) => newestServices(db, { ...EVERYTHING, where }));
    expect(rows.map(({ name }) => name)).toEqual(["Yoga 100 x"]);
  });
});

it.each(["100 %", "s_1", "\\", "瑜", "YOGA"])("a part of a name (%s) is found as it stands", async (part) => {
  const where = [Prisma.sql`name ILIKE ${anywhere(part)}`];
  const rows = await inMine((db) => newestServices(db, { ...EVERYTHING, where }));
  const expected = NAMES.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
  expect(rows.map(({ name }) => name).sort()).toEqual(expected.sort());
});
