import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { fileNameOf, publicPages, signedInPages } from "./pages";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

const screenshots = path.join(import.meta.dirname, "../../docs/screenshots");

const looks: { name: string; options: BrowserContextOptions }[] = [
  { name: "light", options: { colorScheme: "light", viewport: { width: 1280, height: 800 } } },
  { name: "dark", options: { colorScheme: "dark", viewport: { width: 1280, height: 800 } } },
  { name: "phone", options: { colorScheme: "light", viewport: { width: 360, height: 740 } } },
  { name: "phone-dark", options: { colorScheme: "dark", viewport: { width: 360, height: 740 } } },
];

async function inspect(page: Page, address: string, look: string): Promise<void> {
  await page.goto(address);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect.soft(found, `${address} (${look})`).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(width, `${address} (${look}) scrolls sideways`).toBeLessThanOrEqual(0);
  if (process.env.FAVCRM_SCREENSHOTS && look !== "phone-dark") {
    await page.screenshot({ path: path.join(screenshots, `${fileNameOf(address)}-${look}.png`) });
  }
}

test("every page is accessible, keeps its policy and talks to nobody else, in both themes and on a phone", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { email, key } = await registerByAgent("Kiln & Clay");
  await callTool("get_workspace_overview", {}, key);
  await callTool("create_api_key", { name: "Front-desk agent", scopes: ["bookings:read", "bookings:write"] }, key);
  await callTool("create_team_member_invite", { email: "ka-yan@example.com", role: "manager" }, key);
  const first = await browser.newContext();
  await signInAndKeepKeys(await first.newPage(), email);
  const storageState = await first.storageState();
  await first.close();
  for (const { name, options } of looks) {
    const context = await browser.newContext(options);
    const watched = await watch(context);
    const page = await context.newPage();
    for (const address of publicPages) await inspect(page, address, name);
    await context.addCookies(storageState.cookies);
    for (const address of signedInPages) await inspect(page, address, name);
    expect.soft(watched.problems, name).toEqual([]);
    await context.close();
  }
});
