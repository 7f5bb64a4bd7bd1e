import { writeFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectSound } from "./sound";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

test.use({ viewport: { width: 360, height: 800 } });

/** So many that the import is seen at work. */
const ROWS = 12_000;

/** Row 1 was rounded, row 2 is Anna, row 4 has the phone of row 3; two columns have one name. */
function list(): string {
  const lines = [
    "Name,Mobile,E-mail,Shoe size,Mobile",
    "Rounded Lee,8.5E+10,,,",
    "Anna Chan,9123 4567,anna@members.example,38,",
    "Chris Ho,9200 0003,,,",
    "Chris Again,9200 0003,,,",
  ];
  for (let i = 5; i <= ROWS; i++) lines.push(`Member ${i},92${String(i).padStart(6, "0")},m${i}@members.example,,`);
  return `${lines.join("\n")}\n`;
}

/** Lets go of a file above an element, as a hand does: the browser itself carries it in. */
async function drop(page: Page, target: Locator, file: string): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("There is nothing to drop the file on");
  const devtools = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devtools.send("Input.dispatchDragEvent", {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  }
  await devtools.detach();
}

test("a person drops a list, sees what would happen, imports it, watches it, and takes it back", async ({
  page,
  context,
}, info) => {
  test.setTimeout(300_000);
  const watched = await watch(context);
  const { email, key } = await registerByAgent("Import Studio");
  await callTool("create_account", { name: "Anna Chan", phone: "9123 4567", address: "Old Street" }, key);
  const field = { entityType: "account", fieldName: "shoes", fieldLabel: "Shoe size", fieldType: "number" };
  expect((await callTool("create_custom_field", field, key)).error).toBeUndefined();
  const membersOf = async (search: string) =>
    (await callTool("search_members", { search }, key)).data.items as Record<string, unknown>[];
  await signInAndKeepKeys(page, email);

  await test.step("the list is dropped and read", async () => {
    const file = info.outputPath("members.csv");
    writeFileSync(file, list());
    await page.goto("/customers/import");
    await expectSound(page, "choosing");
    await drop(page, page.getByLabel("Drop a file here or choose one"), file);
    await page.getByRole("button", { name: "Send the file" }).click();
    await expect(page.getByRole("heading", { name: "members.csv" })).toBeVisible();
  });

  await test.step("mapping, problems and doubles are shown; Anna's row shall fill what she lacks", async () => {
    await expect(page.getByText("Read as UTF-8")).toBeVisible();
    await expect(page.getByText("Two columns are called Mobile: the later one is Mobile (2) here.")).toBeVisible();
    await expect(page.getByLabel("What E-mail fills")).toHaveValue("email");
    await expect(page.getByLabel("What Shoe size fills")).toHaveValue("custom:shoes");
    const rows = page.getByRole("region", { name: "Rows to look at" });
    await expect(rows.getByRole("row", { name: /8\.5E\+10 A spreadsheet rounded/ })).toBeVisible();
    await expect(rows.getByRole("link", { name: "Anna Chan already has it." })).toBeVisible();
    await expect(rows.getByText("Row 3 already has it.")).toBeVisible();
    await page.getByLabel("When somebody already has the e-mail or phone").selectOption("merge");
    await page.getByRole("button", { name: "Look again" }).click();
    await expect(page.getByText(/2 rows merged, 1 row held back/)).toBeVisible();
    await expect(rows.getByText("The customer has something else here, and that stays.")).toBeVisible();
    await expectSound(page, "preview");
  });

  await test.step("its progress is seen to advance", async () => {
    await page.getByRole("button", { name: /^Import .*rows$/ }).click();
    const bar = page.getByRole("progressbar");
    await expect(bar).toBeVisible();
    const seen = new Set<string | null>();
    await expect
      .poll(async () => seen.add(await bar.getAttribute("value", { timeout: 2_000 })).size, { timeout: 120_000 })
      .toBeGreaterThan(1);
    await expectSound(page, "progress");
  });

  await test.step("the result says who is in and who is not", async () => {
    await expect(page.getByRole("heading", { name: "Result" })).toBeVisible({ timeout: 180_000 });
    await expect(page.getByText("11,997 customers added, 2 rows merged, 1 row held back.")).toBeVisible();
    expect(await membersOf("anna chan")).toMatchObject([{ email: "anna@members.example", address: "Old Street" }]);
    expect(await membersOf("m12000@members.example")).toHaveLength(1);
    await expectSound(page, "result");
  });

  await test.step("undo takes everything back", async () => {
    await page.getByLabel("Take members.csv back").click();
    await expect(page.getByText("11,997 customers will be deleted.")).toBeVisible();
    await page.getByRole("button", { name: "Take it back" }).click();
    await expect(page.getByRole("button", { name: /^Import .*rows$/ })).toBeVisible({ timeout: 180_000 });
    expect(await membersOf("m12000@members.example")).toEqual([]);
    expect(await membersOf("anna chan")).toMatchObject([{ email: null, address: "Old Street" }]);
    await expectSound(page, "taken back");
  });
  expect(watched.problems).toEqual([]);
});
