import path from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { createSession } from "@/lib/auth/sessions";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { startOnPort } from "../programs";
import { type Percentiles, summarize } from "../statistics";
import { ACCOUNTS } from "./fill";
import { draw, numbered } from "./people";

/** A page of the portal in a browser: ms from the request to its last byte, to the first content and to the first row. */
export interface PageFinding {
  title: string;
  answered: Percentiles;
  firstContent: Percentiles;
  firstRow: Percentiles;
}

interface Visit {
  title: string;
  address: (round: number) => string;
  /** What counts as the first row. */
  row: string;
}

const NAMES = ["chan", "nakamura", "陳大", "志明"];
const TABLE_ROW = "tbody tr";

export const VISITS: readonly Visit[] = [
  { title: "Portal: customers", address: () => "/customers", row: TABLE_ROW },
  {
    title: "Portal: customers, away for 60 days and VIP, by name",
    address: () => "/customers?lifeStage=vip&inactive=60&sort=name",
    row: TABLE_ROW,
  },
  {
    title: "Portal: customers, searched",
    address: (round) => `/customers?search=${encodeURIComponent(NAMES[round % NAMES.length] ?? "")}`,
    row: TABLE_ROW,
  },
  {
    title: "Portal: customer page",
    address: (round) => `/customers/${numbered("acc", draw(round, 93, ACCOUNTS))}`,
    row: "main h1",
  },
  { title: "Portal: home", address: () => "/home", row: "main h1" },
];

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const WARM_UP = 3;
const ROUNDS = 20;

/** Notes when the first row was painted: two frames after it came into the document. */
const watchForRow = (row: string) => {
  const seen = new MutationObserver(() => {
    if (!document.querySelector(row)) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("first-row")));
  });
  seen.observe(document, { childList: true, subtree: true });
};

async function visit(page: Page, address: string) {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => performance.getEntriesByName("first-row").length > 0);
  return page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return {
      answered: navigation?.responseEnd ?? Number.NaN,
      firstContent: at("first-contentful-paint"),
      firstRow: at("first-row"),
    };
  });
}

async function measureVisit(browser: Browser, origin: string, token: string, each: Visit) {
  const context = await browser.newContext({ baseURL: origin });
  await context.addCookies([{ name: "favcrm", value: token, url: origin }]);
  await context.addInitScript(watchForRow, each.row);
  const page = await context.newPage();
  const times: Awaited<ReturnType<typeof visit>>[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const seen = await visit(page, each.address(round + WARM_UP));
    if (round >= 0) times.push(seen);
  }
  await context.close();
  const of = (name: keyof (typeof times)[number]) => summarize(times.map((time) => time[name]));
  return { title: each.title, answered: of("answered"), firstContent: of("firstContent"), firstRow: of("firstRow") };
}

/** Opens pages of the built server on this database, as the owner of the big company. */
export async function measureVisits(
  visits: readonly Visit[],
  { owner, url, folder }: { owner: Caller; url: string; folder: string },
): Promise<PageFinding[]> {
  if (visits.length === 0) return [];
  if (!owner.workspace || !owner.userId) throw new Error("the owner works in no company");
  const { organisationId, companyId } = owner.workspace;
  const session = { userId: owner.userId, organisationId, companyId, ip: null, client: "Bench" };
  const { token } = await createSession(systemDb(), session);
  const env = { DATABASE_URL: url, FAVCRM_DATA_DIR: path.join(folder, "server") };
  const server = await startOnPort([".build/server.mjs"], env, "/readyz");
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({ args: FLAGS, ...(executablePath ? { executablePath } : {}) });
  try {
    const origin = server.url.replace("127.0.0.1", "localhost");
    const findings: PageFinding[] = [];
    for (const each of visits) findings.push(await measureVisit(browser, origin, token, each));
    return findings;
  } finally {
    await browser.close();
    await server.stop();
  }
}
