import { expect, test } from "@playwright/test";
import { callTool, registerByAgent, signInAndKeepKeys } from "./support";

test("a double click makes one thing, also on a slow network, and the button shows that it works", async ({ page }) => {
  const { email, key } = await registerByAgent("Impatient Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/mcp-keys/new");
  await page.route("**/settings/mcp-keys/new", async (route) => {
    if (route.request().method() === "POST") await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await page.getByLabel("Name").fill("Only one");
  const button = page.getByRole("button", { name: "Create key" });
  await button.dblclick();
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.click({ force: true });
  await expect(page.getByText("Copy the key now.")).toBeVisible();
  const { data } = await callTool("list_api_keys", {}, key);
  expect((data.items as { name: string }[]).filter(({ name }) => name === "Only one")).toHaveLength(1);
});

test("a form whose answer never comes says so and keeps what was typed; sent again, it makes one thing", async ({
  page,
}) => {
  const { email, key } = await registerByAgent("Broken Line");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/mcp-keys/new");
  await page.getByLabel("Name").fill("Sent twice");
  const alert = page.getByRole("main").getByRole("alert");

  // Once the request is lost on its way, once its answer is: the second time the key exists already.
  await page.route("**/settings/mcp-keys/new", (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(alert).toContainText("The server did not answer");
  await expect(page.getByLabel("Name")).toHaveValue("Sent twice");
  await page.unroute("**/settings/mcp-keys/new");
  await page.route("**/settings/mcp-keys/new", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  const lost = page.waitForEvent("requestfailed", (each) => each.method() === "POST");
  await page.getByRole("button", { name: "Create key" }).click();
  await lost;
  expect((await callTool("list_api_keys", {}, key)).data.items).toHaveLength(2);
  await expect(alert).toContainText("The server did not answer");
  await page.unroute("**/settings/mcp-keys/new");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText("Copy the key now.")).toBeVisible();
  expect((await callTool("list_api_keys", {}, key)).data.items).toHaveLength(2);
});
