import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What colours can break: the rest of a page is the same in both schemes. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

async function expectNoFaults(axe: AxeBuilder, where: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect.soft(found, where).toEqual([]);
}

/**
 * Expects of the open page, and goes on when it does not hold: no fault that axe sees, in the scheme of the page and in the
 * other one, and nothing that scrolls sideways. The page is open once for both schemes, because they differ in nothing but
 * the values of their colours. Leaves the page in the scheme it was in.
 */
export async function expectSound(page: Page, where: string): Promise<void> {
  await expectNoFaults(new AxeBuilder({ page }).withTags(WCAG), where);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(excess, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
  await inOtherScheme(page, (scheme) =>
    expectNoFaults(new AxeBuilder({ page }).withRules(OF_COLOURS), `${where} (${scheme})`),
  );
}

/** Does something while the page wears the other colours, which come at once: halfway through a change they mean nothing. */
export async function inOtherScheme(page: Page, act: (scheme: "light" | "dark") => Promise<void>): Promise<void> {
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [own, other] = isDark ? (["dark", "light"] as const) : (["light", "dark"] as const);
  await page.emulateMedia({ colorScheme: other, reducedMotion: "reduce" });
  await act(other);
  await page.emulateMedia({ colorScheme: own, reducedMotion: null });
}
