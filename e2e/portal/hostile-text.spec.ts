import { expect, type Page, test } from "@playwright/test";
import { fillStudio } from "./studio";
import { openPalette, registerByAgent, signInAndKeepKeys, watch } from "./support";

/** Breaks out of an attribute, out of a script, and runs when it becomes an element. */
const ATTACK = `"'></script><svg onload=alert(1)>`;
/** The beginning of a text, so that each is still known, and the attack. */
const hostile = (text: string) => `${text.slice(0, 24).trim()} ${ATTACK}`;

/** What a reader sees: the page's text, and what stands in its controls. */
async function readable(page: Page): Promise<string> {
  await page.locator("details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "");
  });
  const controls = await page
    .locator("input, textarea, option")
    .evaluateAll((all) =>
      all.map((each) => (each instanceof HTMLOptionElement ? each.label : Reflect.get(each, "value"))),
    );
  // biome-ignore lint/performance/useDomNodeTextContent: text that is hidden is not read
  return [await page.locator("body").innerText(), ...controls].join("\n").replace(/\s+/g, " ");
}

test("text that customers and agents write is shown on every page, and never run", async ({ page, context }) => {
  test.setTimeout(240_000);
  const watched = await watch(context);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const { email, key } = await registerByAgent(hostile("Harbour Yoga"));
  const places = await fillStudio(key, hostile);
  await signInAndKeepKeys(page, email);
  for (const { address, shows } of [{ address: "/home", shows: [hostile("Harbour Yoga")] }, ...places]) {
    await test.step(address, async () => {
      await page.goto(address);
      for (const text of shows) {
        const isThere = async () => (await readable(page)).includes(text);
        await expect.soft.poll(isThere, `${address} shows ${text}`).toBe(true);
      }
      expect(await page.locator("[onload], [onerror]").count(), address).toBe(0);
    });
  }

  await test.step("the palette", async () => {
    await page.goto("/home");
    await openPalette(page);
    await page.getByPlaceholder("A customer, a page or a tool…").fill("Wong Ka");
    await expect(page.getByRole("option", { name: hostile("Wong Ka-yan") })).toBeVisible();
  });
  expect(dialogs).toEqual([]);
  expect(watched.problems).toEqual([]);
});
