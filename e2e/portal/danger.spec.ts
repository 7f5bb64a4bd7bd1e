import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { unzip } from "../support/unzip";
import { callTool, codeFor, mailsOf, registerByAgent, signInAndKeepKeys } from "./support";
import { joinByMail } from "./team";

/** Proves with a freshly mailed code that the person is there. */
async function confirmPresence(page: Page, email: string): Promise<void> {
  const seen = new Set((await mailsOf(email)).map(({ id }) => id));
  await page.goto("/settings/danger");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await page.getByLabel("6-digit code").fill(await codeFor(email, seen));
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Delete the organisation" })).toBeVisible();
}

test("the danger zone opens with a fresh code only", async ({ page }) => {
  const { email } = await registerByAgent("Careful Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/danger");
  await expect(page.getByRole("heading", { name: "Delete the organisation" })).toHaveCount(0);
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await page.getByLabel("6-digit code").fill("000000");
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This is not the code that was mailed");
  await expect(page.getByRole("heading", { name: "Delete the organisation" })).toHaveCount(0);
});

test("everything is downloaded as one zip, without any secret in it", async ({ page }) => {
  const { email, key, organisationId, companyId } = await registerByAgent("Exporting Studio");
  const attack = `=HYPERLINK("https://evil.example")`;
  await callTool("create_service", { name: attack, durationMinutes: 60 }, key);
  const second = await callTool("create_api_key", { name: "Front-desk agent" }, key);
  await signInAndKeepKeys(page, email);
  await confirmPresence(page, email);
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the export" }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe("favcrm-export.zip");
  const files = unzip(await readFile(await download.path()));
  expect(files.get("README.txt")).toContain("everything that FavCRM keeps");
  const lines = (name: string) =>
    (files.get(name) ?? "")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines(`companies/${companyId}/services.jsonl`)).toMatchObject([{ name: attack }]);
  expect(lines("organisation/organisations.jsonl")).toMatchObject([{ id: organisationId, name: "Exporting Studio" }]);
  expect(lines("organisation/api_keys.jsonl").map(({ name }) => name)).toContain("Front-desk agent");
  const all = [...files.values()].join("\n");
  const session = (await page.context().cookies()).find(({ name }) => name === "favcrm")?.value ?? "no session";
  for (const secret of [key, String(second.data.apiKey), session]) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/fav_mcp_[0-9A-Za-z]{20,}|"(hash|token_hash|code_hash)"/);
});

test("the owner hands over, and is a manager from then on, also with the keys", async ({ page, browser }) => {
  const { email, key } = await registerByAgent("Handed Over");
  const heir = await joinByMail(browser, key, "manager");
  await signInAndKeepKeys(page, email);
  await confirmPresence(page, email);
  await page.getByLabel("New owner").selectOption({ label: "The manager" });
  await page.getByRole("button", { name: "Hand over" }).click();
  await expect(page).toHaveURL(/\/settings\/team/);
  await expect(page.getByText("The organisation has a new owner.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "The manager" })).toContainText("Owner");
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Manager");
  expect((await callTool("create_api_key", { name: "Too late" }, key)).error?.code).toBe("scope_missing");
  await heir.goto("/settings/danger");
  await expect(heir.getByRole("heading", { name: "First, confirm that it is you" })).toBeVisible();
  await heir.close();
});

test("a deleted organisation stops with the answer, and comes back whole", async ({ page, browser }) => {
  const { email, key } = await registerByAgent("Regretted Studio");
  await callTool("create_service", { name: "Yoga", durationMinutes: 60 }, key);
  const colleague = await joinByMail(browser, key, "staff");
  await signInAndKeepKeys(page, email);
  await confirmPresence(page, email);

  await page.getByLabel("Type the name to confirm").fill("regretted studio");
  await page.getByRole("button", { name: "Delete the organisation" }).click();
  await expect(page.getByText("letter for letter")).toBeVisible();
  await expect(page.getByLabel("Type the name to confirm")).toHaveValue("regretted studio");
  await page.getByLabel("Type the name to confirm").fill("Regretted Studio");
  await page.getByRole("button", { name: "Delete the organisation" }).click();
  await page.waitForURL("**/workspaces*");
  expect((await callTool("list_services", {}, key)).status).toBe(401);
  await page.goto("/settings/mcp-keys");
  await expect(page).toHaveURL(/\/workspaces$/);
  await colleague.goto("/home");
  await expect(colleague.getByText("Regretted Studio")).toHaveCount(0);

  await page.getByRole("link", { name: /Restore/ }).click();
  await expect(page.getByText("Its data can be restored until")).toBeVisible();
  await page.getByRole("button", { name: "Restore the organisation" }).click();
  await page.waitForURL("**/home*");
  await expect(page.getByText("The organisation is back, with its data, people and keys.")).toBeVisible();
  expect((await callTool("list_services", {}, key)).data).toMatchObject({ items: [{ name: "Yoga" }] });
  await colleague.goto("/home");
  await expect(colleague.getByRole("heading", { level: 1 })).toContainText("Regretted Studio");
  await colleague.close();
});
