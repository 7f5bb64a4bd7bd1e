import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { fileNameOf, publicPages, signedInPages } from "./pages";
import { callTool, freshMailbox, nextMail, registerByAgent, signInAndKeepKeys, watch } from "./support";

const screenshots = path.join(import.meta.dirname, "../../docs/screenshots");

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
  if (process.env.FAVCRM_SCREENSHOTS && look !== "phone-dark") {
    await page.screenshot({ path: path.join(screenshots, `${file}-${look}.png`) });
  }
}

/** Opens a studio that takes a booking; answers the link that the customer is mailed. */
async function bookingLink(key: string): Promise<string> {
  const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  await callTool("set_opening_hours", { hours: days.map((day) => ({ day, open: "09:00", close: "21:00" })) }, key);
  const service = await callTool("create_service", { name: "Wheel throwing", durationMinutes: 90 }, key);
  const start = `${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)}T14:00`;
  const customer = { name: "Chan Tai-man", email: freshMailbox("guest") };
  await callTool("create_booking", { serviceId: service.data.id, start, customer }, key);
  const { text } = await nextMail(customer.email);
  return new URL(/https?:\/\/\S+\/b\/[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "").pathname;
}

async function prepare(browser: Browser) {
  const { email, key } = await registerByAgent("Kiln & Clay");
  await callTool("get_workspace_overview", {}, key);
  const desk = { name: "Front-desk agent", scopes: ["bookings:read", "bookings:write"] };
  const made = await callTool("create_api_key", desk, key);
  await callTool("create_team_member_invite", { email: "ka-yan@example.com", role: "manager" }, key);
  const link = await bookingLink(key);
  const { data } = await callTool("list_activity", { operation: "create_service" }, key);
  const context = await browser.newContext();
  await signInAndKeepKeys(await context.newPage(), email);
  const { cookies } = await context.storageState();
  await context.close();
  const keyPage = `/settings/mcp-keys/${(made.data.key as { id: string }).id}`;
  const eventId = (data.items as { id: string }[])[0]?.id;
  return {
    cookies,
    open: [...publicPages.map(placeOf), { address: link, file: "booking-link" }],
    closed: [
      ...signedInPages.map(placeOf),
      { address: keyPage, file: "settings-mcp-keys-one" },
      { address: `${keyPage}/revoke`, file: "settings-mcp-keys-revoke" },
      { address: `/activity/${eventId}`, file: "activity-one" },
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
