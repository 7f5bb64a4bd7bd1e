import { expect, type Page, test } from "@playwright/test";
import { publicPages, signedInPages } from "./pages";
import { origin, registerByAgent, signInAndKeepKeys } from "./support";

/** Text on the page that no message file covers: not bracketed by the pseudo language, not marked as data. */
async function hardCodedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (!parent || !/\p{L}{2}/u.test(text)) continue;
      if (parent.closest("[translate=no], script, style, code, option, kbd, next-route-announcer")) continue;
      // A message may be cut into pieces by the elements inside it; its brackets stand in the surrounding element.
      if (!/[⟦⟧]/.test(parent.textContent ?? "") && !/[⟦⟧]/.test(parent.parentElement?.textContent ?? ""))
        found.push(text);
    }
    return found;
  });
}

test("every visible text comes from the message files", async ({ page, context }) => {
  test.setTimeout(600_000);
  const { email } = await registerByAgent("Pseudo Studio");
  await signInAndKeepKeys(page, email);
  await context.addCookies([{ name: "locale", value: "en-XA", url: origin() }]);
  for (const address of [...publicPages, ...signedInPages]) {
    if (address === "/sign-in") continue;
    await page.goto(address);
    expect.soft(await hardCodedText(page), address).toEqual([]);
  }
});

test("the language is chosen in the menu and remembered for the person on another browser", async ({
  page,
  browser,
}) => {
  const { email } = await registerByAgent("Two Languages");
  await signInAndKeepKeys(page, email);
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /Your menu/ })
    .click();
  await page.getByRole("complementary").getByRole("button", { name: "繁體中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await expect(page.getByRole("link", { name: "MCP 金鑰" }).first()).toBeVisible();
  const { cookies } = await page.context().storageState();
  const other = await browser.newContext({ locale: "en-US" });
  await other.addCookies(cookies.filter(({ name }) => name !== "locale"));
  const second = await other.newPage();
  await second.goto("/home");
  await expect(second.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await other.close();
});

test("the theme is chosen in the menu and holds from the first paint", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: "Language and theme" }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get("/")).text();
  expect(html).toContain('data-theme="dark"');
});
