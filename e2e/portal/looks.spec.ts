import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileNameOf, publicPages, signedInPages } from "./pages";
import { expectSound, inOtherScheme } from "./sound";
import { fillStudio } from "./studio";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

/** Where pictures go when asked for: FAVCRM_SCREENSHOTS=docs/screenshots takes those of the documentation anew. */
const screenshots = process.env.FAVCRM_SCREENSHOTS;

const SIZES = [
  { name: "desk", viewport: { width: 1280, height: 800 }, pictures: { light: "light", dark: "dark" } },
  { name: "phone", viewport: { width: 360, height: 740 }, pictures: { light: "phone" } },
];

type Pictures = (typeof SIZES)[number]["pictures"];

/** A page whose address is known only once there is something to show, and the name of its picture. */
interface Place {
  address: string;
  file: string;
}

const placeOf = (address: string): Place => ({ address, file: fileNameOf(address) });

async function inspect(page: Page, { address, file }: Place, size: string, pictures: Pictures): Promise<void> {
  await page.goto(address);
  await expectSound(page, `${address} (${size})`);
  if (!screenshots) return;
  await page.screenshot({ path: path.join(screenshots, `${file}-${pictures.light}.png`) });
  if (!pictures.dark) return;
  const dark = path.join(screenshots, `${file}-${pictures.dark}.png`);
  await inOtherScheme(page, async () => void (await page.screenshot({ path: dark })));
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

  for (const { name, viewport, pictures } of SIZES) {
    test(name, async ({ browser }) => {
      test.setTimeout(600_000);
      const context = await browser.newContext({ colorScheme: "light", viewport });
      const watched = await watch(context);
      const page = await context.newPage();
      for (const place of places.open) await inspect(page, place, name, pictures);
      await context.addCookies(places.cookies);
      for (const place of places.closed) await inspect(page, place, name, pictures);
      expect.soft(watched.problems, name).toEqual([]);
      await context.close();
    });
  }
});
