import { expect, type Page, test } from "@playwright/test";
import { buildCommand, Command } from "./command";
import { callTool, registerByAgent, signInAndKeepKeys } from "./support";
import { joinByMail } from "./team";

const CODE = /[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/;
const KEY = /fav_mcp_[0-9A-Za-z]{36}/;

let command: Command;

test.beforeAll(buildCommand);
test.afterEach(() => command.remove());

/** Starts `favcrm login --web` and waits for the code it shows. */
async function startPairing(words: string[] = []): Promise<string> {
  command = new Command(["login", "--web", ...words]);
  await expect.poll(() => command.output(), { timeout: 15_000 }).toMatch(CODE);
  return CODE.exec(command.output())?.[0] ?? "";
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.goto("/pair");
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a person approves the program that waits in a terminal, and it gets a key of its own", async ({ page }) => {
  const { email } = await registerByAgent("Pairing Studio");
  await signInAndKeepKeys(page, email);
  const device = `<img src=x onerror="document.title='run'">`;
  const code = await startPairing(["--device-name", device, "--scopes", "bookings:read"]);

  // Typed as people type: small letters, no dash.
  await typeCode(page, code.toLowerCase().replace("-", " "));
  await expect(page.getByText(code, { exact: true })).toBeVisible();
  await expect(page.getByText(device)).toBeVisible();
  expect(await page.title()).not.toBe("run");
  await page.getByLabel("Expires").selectOption({ label: "After 30 days" });
  await page.getByRole("button", { name: "The codes match: approve" }).click();
  await expect(page.getByText("Approved. The device has its key; you can close this page.")).toBeVisible();

  expect(await command.ended, command.output()).toBe(0);
  expect(command.output()).toContain("Pairing Studio");
  expect(command.output()).not.toMatch(KEY);
  const key = KEY.exec(command.settings())?.[0];
  expect((await callTool("list_services", {}, key)).error).toBeUndefined();
  expect((await callTool("create_service", { name: "Yoga", durationMinutes: 60 }, key)).error?.code).toBe(
    "scope_missing",
  );
  await page.goto("/settings/mcp-keys");
  await expect(page.getByRole("row").filter({ hasText: device })).toBeVisible();
});

test("a refused program gets nothing, and its code is used up", async ({ page }) => {
  const { email } = await registerByAgent("Refusing Studio");
  await signInAndKeepKeys(page, email);
  const code = await startPairing();
  await typeCode(page, code);
  await page.getByRole("button", { name: "Refuse" }).click();
  await expect(page.getByText("Refused. The device gets nothing.")).toBeVisible();
  expect(await command.ended).toBe(1);
  expect(command.output()).toContain("pairing_refused");
  expect(() => command.settings()).toThrow();

  await typeCode(page, code);
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Code")).toHaveValue(code);
});

test("a member who may not make keys approves nothing", async ({ page, browser }) => {
  const { email, key } = await registerByAgent("Staffed Studio");
  const staff = await joinByMail(browser, key, "staff");
  const code = await startPairing();
  await typeCode(staff, code);
  await expect(staff.getByText("Only people who may make keys can approve a device.")).toBeVisible();
  await expect(staff.getByRole("button", { name: "The codes match: approve" })).toHaveCount(0);
  await staff.close();
  await signInAndKeepKeys(page, email);
  await typeCode(page, code);
  await expect(page.getByRole("button", { name: "The codes match: approve" })).toBeVisible();
});
