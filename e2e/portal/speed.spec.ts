import { expect, type Page, test } from "@playwright/test";
import { signedInPages } from "./pages";
import { callTool, registerByAgent, signInAndKeepKeys } from "./support";

const BUDGET_BYTES = 110 * 1024;
const LARGEST_PAINT_MS = 1_000;
const LAYOUT_SHIFT = 0.05;
const NEXT_PAINT_MS = 100;
/** Other programs share this machine: a page that is fast enough once is fast, one that is slow is slow every time. */
const TRIES = 4;

/** Waits until scripts are loaded and run. Pages with a live feed never have a silent network. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: address === "/activity" ? "load" : "networkidle" });
  if (address === "/activity") await expect(page.getByText("Live", { exact: true })).toBeVisible();
}

/** Compressed JavaScript that a fresh browser loads for an address. */
async function scriptBytes(page: Page, address: string): Promise<number> {
  await open(page, address);
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry.name.includes(".js"))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
}

type Vitals = { largestPaintMs: number; layoutShift: number };

async function vitalsOf(page: Page): Promise<Vitals> {
  return page.evaluate(
    () =>
      new Promise<Vitals>((resolve) => {
        let largestPaintMs = 0;
        let layoutShift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) largestPaintMs = entry.startTime;
        }).observe({ type: "largest-contentful-paint", buffered: true });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) layoutShift += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        // Buffered entries are delivered in tasks of their own.
        setTimeout(() => resolve({ largestPaintMs, layoutShift }), 250);
      }),
  );
}

/** Opens an address until its first paint is in time; the layout must hold every time. */
async function expectQuickAndSteady(page: Page, address: string): Promise<void> {
  const paints: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await open(page, address);
    const { largestPaintMs, layoutShift } = await vitalsOf(page);
    expect.soft(largestPaintMs, `a largest paint was seen on ${address}`).toBeGreaterThan(0);
    expect.soft(layoutShift, `layout shift of ${address}`).toBeLessThanOrEqual(LAYOUT_SHIFT);
    paints.push(largestPaintMs);
    if (largestPaintMs <= LARGEST_PAINT_MS) break;
  }
  expect
    .soft(Math.min(...paints), `largest paint of ${address}, tried: ${paints}`)
    .toBeLessThanOrEqual(LARGEST_PAINT_MS);
}

interface Interaction {
  name: string;
  address: string;
  act: (page: Page) => Promise<void>;
}

/** Presses, opens and types, one of each kind of page. */
const interactions: Interaction[] = [
  { name: "open the palette", address: "/home", act: (page) => page.keyboard.press("Control+k") },
  {
    name: "type in the palette",
    address: "/home",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("A page or a tool…").pressSequentially("list");
    },
  },
  {
    name: "open the personal menu",
    address: "/settings/profile",
    act: (page) =>
      page
        .getByRole("complementary")
        .getByRole("button", { name: /Your menu/ })
        .click(),
  },
  {
    name: "narrow the list of tools",
    address: "/tools",
    act: (page) => page.getByRole("searchbox").first().pressSequentially("key"),
  },
  {
    name: "untick everything a key may do",
    address: "/settings/mcp-keys/new",
    act: (page) => page.getByRole("button", { name: "Nothing", exact: true }).click(),
  },
  {
    name: "type a key's name",
    address: "/settings/mcp-keys/new",
    act: (page) => page.getByLabel("Name").pressSequentially("Agent"),
  },
  {
    name: "show the call behind a live page",
    address: "/activity",
    act: (page) => page.getByRole("button", { name: "Show the call behind this page" }).click(),
  },
  {
    name: "follow a link of a live page",
    address: "/activity",
    act: (page) => page.getByRole("main").getByRole("link", { name: "create_tag" }).first().click(),
  },
  {
    name: "send a form",
    address: "/settings/organisation",
    act: (page) => page.getByRole("button", { name: "Save" }).click(),
  },
  {
    name: "go to another page",
    address: "/home",
    act: (page) => page.getByRole("complementary").getByRole("link", { name: "Activity" }).click(),
  },
];

/** The longest time from an input to the paint that followed it, in ms; events shorter than 16 ms do not count. */
async function slowestInput(page: Page, act: Interaction["act"]): Promise<number> {
  await page.evaluate(() => {
    const seen = { slowest: 0, inputs: 0 };
    Object.assign(window, { favcrmInputs: seen });
    const count = () => {
      seen.inputs += 1;
    };
    for (const type of ["pointerup", "keyup"]) window.addEventListener(type, count, { capture: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.interactionId) seen.slowest = Math.max(seen.slowest, entry.duration);
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await act(page);
  // The entry of an event is delivered after the paint that ends it.
  await page.waitForTimeout(400);
  const { slowest, inputs } = await page.evaluate(
    () => (window as unknown as { favcrmInputs: { slowest: number; inputs: number } }).favcrmInputs,
  );
  expect(inputs, "the browser saw the input").toBeGreaterThan(0);
  return slowest;
}

test.describe("speed", () => {
  test.describe.configure({ timeout: 600_000 });

  test.beforeEach(async ({ page }) => {
    const { email, key } = await registerByAgent("Light Weight");
    for (let n = 0; n < 40; n++) await callTool("create_tag", { name: `Tag ${n}` }, key);
    await signInAndKeepKeys(page, email);
  });

  test("signed-in pages stay within their weight, paint at once and do not jump", async ({ page }) => {
    // The not-found page has the root layout and one link: what every page of this build costs.
    const floor = await scriptBytes(page, "/nothing-here");
    for (const address of signedInPages) {
      const bytes = await scriptBytes(page, address);
      expect.soft(bytes - floor, `JavaScript of ${address} in bytes`).toBeLessThanOrEqual(BUDGET_BYTES);
      await expectQuickAndSteady(page, address);
    }
  });

  test("what people press, type and open is painted within a tenth of a second", async ({ page }) => {
    for (const { name, address, act } of interactions) {
      const tried: number[] = [];
      while (tried.length < TRIES && !tried.some((ms) => ms <= NEXT_PAINT_MS)) {
        await open(page, address);
        tried.push(await slowestInput(page, act));
      }
      const best = Math.min(...tried);
      expect.soft(best, `${name} on ${address}, in ms, tried: ${tried}`).toBeLessThanOrEqual(NEXT_PAINT_MS);
    }
  });

  test("the measurement sees a page that keeps its reader waiting", async ({ page }) => {
    await open(page, "/settings/profile");
    await page.evaluate(() =>
      window.addEventListener("keydown", () => {
        const end = performance.now() + 250;
        while (performance.now() < end);
      }),
    );
    expect(await slowestInput(page, () => page.getByLabel("Name").press("x"))).toBeGreaterThan(NEXT_PAINT_MS);
  });
});
