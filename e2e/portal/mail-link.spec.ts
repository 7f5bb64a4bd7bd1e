import { expect, test } from "@playwright/test";
import { callTool, mailsOf, registerByAgent } from "./support";

test("the link in a mail about a key revokes it, with what it planted, without signing in", async ({ page }) => {
  const { email, key } = await registerByAgent("Not Me");
  const intruder = await callTool("create_api_key", { name: `Intruder's <b>key</b>` }, key);
  const intruderKey = String(intruder.data.apiKey);
  const planted = await callTool("create_api_key", { name: "Planted key" }, intruderKey);
  const linkOf = (text: string) => /https?:\/\/\S+\/not-me\?t=[A-Za-z0-9._-]+/.exec(text)?.[0];
  let link: string | undefined;
  await expect
    .poll(async () => {
      const mails = await mailsOf(email);
      // The planted key's own mail names the intruder too, as its maker.
      const announced = mails.find(({ text }) => text.includes("Intruder") && !text.includes("Planted key"));
      link = announced && linkOf(announced.text);
      return link;
    })
    .toBeTruthy();
  if (!link) throw new Error("unreachable");

  // Opening it, as mail scanners do, changes nothing.
  await page.goto(link);
  await expect(page.getByText(`Intruder's <b>key</b>`)).toBeVisible();
  expect((await callTool("list_services", {}, intruderKey)).status).toBe(200);

  const second = await page.context().newPage();
  await second.goto(link);
  await page.getByRole("button", { name: "This was not me: revoke the key" }).click();
  await expect(page.getByText("The key no longer works.")).toBeVisible();
  for (const dead of [intruderKey, String(planted.data.apiKey)]) {
    expect((await callTool("list_services", {}, dead)).status).toBe(401);
  }
  expect((await callTool("list_services", {}, key)).status).toBe(200);

  // Pressed again in another tab, and opened again later.
  await second.getByRole("button", { name: "This was not me: revoke the key" }).click();
  await expect(second.getByText("The key no longer works.")).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This key is already revoked.")).toBeVisible();
  await expect(page.getByRole("button", { name: /revoke/ })).toHaveCount(0);
});

test("a forged or incomplete link revokes nothing and names nobody", async ({ page }) => {
  const { email, key } = await registerByAgent("Forged Mail");
  await callTool("create_api_key", { name: "Second" }, key);
  await expect.poll(async () => (await mailsOf(email)).some(({ text }) => text.includes("/not-me?t="))).toBe(true);
  const text = (await mailsOf(email)).find((mail) => mail.text.includes("/not-me?t="))?.text ?? "";
  const link = /https?:\/\/\S+\/not-me\?t=[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "";
  const last = link.endsWith("A") ? "B" : "A";
  // The first character of the signature counts in full; the last may hold unused bits.
  const at = link.lastIndexOf(".") + 1;
  const altered = `${link.slice(0, at)}${link[at] === last ? "C" : last}${link.slice(at + 1)}`;
  for (const each of [altered, link.slice(0, -4), link.replace(/t=.*/, "t="), link.replace(/\?.*/, "")]) {
    await page.goto(each);
    await expect(page.getByRole("main").getByRole("alert"), each).toBeVisible();
    await expect(page.locator("body"), each).not.toContainText("Forged Mail");
    await expect(page.getByRole("button", { name: /revoke/ }), each).toHaveCount(0);
  }
  expect((await callTool("list_services", {}, key)).status).toBe(200);
});
