import { expect, type Page, test } from "@playwright/test";
import { signedInPages } from "./pages";
import { registerByAgent, signInAndKeepKeys } from "./support";

const BUDGET_BYTES = 110 * 1024;

/** Compressed JavaScript that a fresh browser loads for an address. */
async function scriptBytes(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "networkidle" });
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

test("signed-in pages stay within their weight, paint at once and do not jump", async ({ page }) => {
  test.setTimeout(180_000);
  const { email } = await registerByAgent("Light Weight");
  await signInAndKeepKeys(page, email);
  // The not-found page has the root layout and one link: what every page of this build costs.
  const floor = await scriptBytes(page, "/nothing-here");
  for (const address of signedInPages) {
    if (address === "/activity") continue;
    const bytes = await scriptBytes(page, address);
    expect.soft(bytes - floor, `JavaScript of ${address} in bytes`).toBeLessThanOrEqual(BUDGET_BYTES);
    const { largestPaintMs, layoutShift } = await vitalsOf(page);
    expect.soft(largestPaintMs, `largest paint of ${address}`).toBeLessThanOrEqual(1_000);
    expect.soft(layoutShift, `layout shift of ${address}`).toBeLessThanOrEqual(0.05);
  }
});
