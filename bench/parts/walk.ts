import { readdirSync } from "node:fs";
import { startProduct } from "../cast";
import { load, residentMb } from "../programs";
import type { Part, Scene } from "../section";
import { subjectOf } from "../subjects";
import { table } from "../tables";

const PORTAL = "app/(portal)";
const WALKS = 3;
/** A page is opened so often before the next one, as a person does who works. */
const VISITS = 5;
const SHOWN = 8;

/** Every page of the portal that needs no id in its address. */
function pages(): string[] {
  return readdirSync(PORTAL, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/page.tsx") && !file.includes("["))
    .map((file) => `/${file.slice(0, -"/page.tsx".length)}`)
    .sort();
}

async function measureWalks({ stage }: Scene) {
  const product = await startProduct(stage);
  const fresh = residentMb(product.pid);
  const grown = new Map<string, number>();
  const afterWalks: number[] = [];
  try {
    for (let walk = 0; walk < WALKS; walk++) {
      for (const page of pages()) {
        const before = residentMb(product.pid);
        const { call } = subjectOf(stage, "page", page, page, product, page);
        const job = { ...call, says: "<html", connections: 1, durationMs: 30_000, maxCalls: VISITS, pace: null };
        await load(job);
        if (walk === 0) grown.set(page, residentMb(product.pid) - before);
      }
      afterWalks.push(residentMb(product.pid));
    }
    return { fresh, grown, afterWalks };
  } finally {
    await product.stop();
  }
}

/** What a walk through every page leaves in memory, and what the second and third walk add. */
export const walk: Part = {
  name: "walk",
  async measure(scene) {
    const { fresh, grown, afterWalks } = await measureWalks(scene);
    const most = [...grown].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    const list = afterWalks.map((megabytes) => megabytes.toFixed(0)).join(", ");
    const growth = (afterWalks.at(-1) ?? 0) / (afterWalks[0] ?? 1) - 1;
    return {
      heading: "Memory of people",
      body: `Resident memory of a server on which one person opens each of ${grown.size} pages of the portal ${VISITS} times, ${WALKS} walks through them
(MB): ${fresh.toFixed(0)} fresh, then ${list}. The pages that add most when they are opened first:

${table(
  ["page", "adds MB"],
  most.map(([page, megabytes]) => [page, megabytes.toFixed(0)]),
)}`,
      targets: [
        {
          promise: "resident memory of the third walk through every page: within 10 % of the first",
          measured: `${(growth * 100).toFixed(0)} %`,
          isKept: growth <= 0.1,
        },
      ],
      othersAtMost: 0,
    };
  },
};
