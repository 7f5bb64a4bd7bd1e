import { PrismaPg } from "@prisma/adapter-pg";
import { tenantDb } from "@/lib/db/client";
import { PrismaClient } from "@/lib/db/generated/client";
import { withTenant } from "@/lib/db/tenant";
import type { Part } from "../section";
import type { Stage } from "../stage";
import { type Percentiles, summarize } from "../statistics";
import { percentiles, table, times } from "../tables";

const READS = 3_000;
const WARM_UP_READS = 500;
const BLOCK = 50;
const MOST = 1.6;

/** The same read with row-level security (the tenant's pool) and without (an ordinary pool and a `where`), in turns. */
export const tenancy: Part = {
  name: "tenancy",
  async measure({ stage }) {
    const { on, off } = await measureBoth(stage);
    const ratio = on.p50 / off.p50;
    const rows = [
      ["on", ...percentiles(on)],
      ["off", ...percentiles(off)],
    ];
    return {
      heading: "Row-level security",
      body: `The same Prisma read through the tenant's pool and through an ordinary pool with a \`where\`, one after the other.

${table(["", "p50 ms", "p95 ms", "p99 ms"], rows)}`,
      targets: [
        {
          promise: `row-level security: p50 of a read within ${MOST} ×`,
          measured: times(ratio),
          isKept: ratio <= MOST,
        },
      ],
      othersAtMost: 0,
    };
  },
};

async function measureBoth(stage: Stage): Promise<{ on: Percentiles; off: Percentiles }> {
  const { organisationId, companyId } = stage.workspace;
  const plain = new PrismaClient({ adapter: new PrismaPg({ connectionString: stage.databaseUrl, max: 10 }) });
  const page = { orderBy: { id: "desc" }, take: 21 } as const;
  const on = () =>
    withTenant({ organisationId, companyId }, () =>
      tenantDb().service.findMany({ where: { deletedAt: null }, ...page }),
    );
  const off = () => plain.service.findMany({ where: { organisationId, companyId, deletedAt: null }, ...page });
  const latencies = { on: [] as number[], off: [] as number[] };
  for (let done = -WARM_UP_READS; done < READS; done += BLOCK) {
    const isWarm = done >= 0;
    await timed(on, isWarm ? latencies.on : []);
    await timed(off, isWarm ? latencies.off : []);
  }
  await plain.$disconnect();
  return { on: summarize(latencies.on), off: summarize(latencies.off) };
}

async function timed(read: () => Promise<unknown[]>, latencies: number[]): Promise<void> {
  for (let index = 0; index < BLOCK; index++) {
    const begun = performance.now();
    const rows = await read();
    latencies.push(performance.now() - begun);
    if (rows.length !== 21) throw new Error(`A read returned ${rows.length} rows`);
  }
}
