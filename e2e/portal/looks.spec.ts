import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { fileNameOf, publicPages, signedInPages } from "./pages";
import { fillStudio } from "./studio";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

/** Where pictures go when asked for: FAVCRM_SCREENSHOTS=docs/screenshots takes those of the documentation anew. */
const screenshots = process.env.FAVCRM_SCREENSHOTS;

const looks: { name: string; options: BrowserContextOptions }[] = [
  { name: "light", options: { colorScheme: "light", viewport: { width: 1280, height: 800 } } },
  { name: "dark", options: { colorScheme: "dark", viewport: { width: 1280, height: 800 } } },
  { name: "phone", options: { colorScheme: "light", viewport: { width: 360, height: 740 } } },
  { name: "phone-dark", options: { colorScheme: "dark", viewport: { width: 360, height: 740 } } },
];

/** A page whose address is known only once there is something to show, and the name of its picture. */
interface Place {
  address: string;
  file: string;
}

const placeOf = (address: string): Place => ({ address, file: fileNameOf(address) });

async function inspect(page: Page, { address, file }: Place, look: string): Promise<void> {
  await page.goto(address);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect.soft(found, `${address} (${look})`).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(width, `${address} (${look}) scrolls sideways`).toBeLessThanOrEqual(0);
  if (screenshots && look !== "phone-dark") {
    await page.screenshot({ path: path.join(screenshots, `${file}-${look}.png`) });
  }
}

/** Pages that anybody may open, by the beginning of their address. */
const isOpen = ({ address }: Place) => /^\/(book|b|outbox)(\/|$)/.test(address);

async function prepare(browser: Browser) {
  const { email, key } = await registerByAgent("Harbour Yoga");
  await callTool("get_workspace_overview", {}, key);
  const desk = { name: "Front-desk agent", scopes: ["bookings:read", "bookings:write"] };
  const made = await callTool("create_api_key", desk, key);
  await callTool("create_team_member_invite", { email: "ka-yan@example.com", role: "manager" }, key);
  const studio = await fillStudio(key);
  const context = await browser.newContext();
  await signInAndKeepKeys(await context.newPage(), email);
  const { cookies } = await context.storageState();
  await context.close();
  const keyPage = `/settings/mcp-keys/${(made.data.key as { id: string }).id}`;
  const shown = new Set(studio.map(({ file }) => file));
  const others = (paths: readonly string[]) => paths.map(placeOf).filter(({ file }) => !shown.has(file));
  return {
    cookies,
    open: [...others(publicPages), ...studio.filter(isOpen)],
    closed: [
      ...others(signedInPages),
      { address: keyPage, file: "settings-mcp-keys-one" },
      { address: `${keyPage}/revoke`, file: "settings-mcp-keys-revoke" },
      ...studio.filter((place) => !isOpen(place)),
    ],
  };
}

test.describe("every page is accessible, keeps its policy and talks to nobody else", () => {
  let places: Awaited<ReturnType<typeof prepare>>;

  test.beforeAll(async ({ browser }) => {
    places = await prepare(browser);
  });

  for (const { name, options } of looks) {
    test(name, async ({ browser }) => {
      test.setTimeout(600_000);
      const context = await browser.newContext(options);
      const watched = await watch(context);
      const page = await context.newPage();
      for (const place of places.open) await inspect(page, place, name);
      await context.addCookies(places.cookies);
      for (const place of places.closed) await inspect(page, place, name);
      expect.soft(watched.problems, name).toEqual([]);
      await context.close();
    });
  }
});
