import { expect, test } from "@playwright/test";
import { registerByAgent, signInAndKeepKeys } from "./support";

test("the keyboard goes anywhere and runs any tool", async ({ page }) => {
  const { email } = await registerByAgent("Keyboard Studio");
  await signInAndKeepKeys(page, email);
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A customer, a page or a tool…").fill("list_services");
  await page.getByRole("option", { name: /list_services/ }).click();
  await page.waitForURL("**/tools/list_services");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("no services")).toBeVisible();
  await page.locator("body").click({ position: { x: 700, y: 5 } });
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await page.waitForURL("**/settings/mcp-keys");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});
