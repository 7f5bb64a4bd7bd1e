import { type Browser, expect, type Page, test } from "@playwright/test";
import { callTool, openPalette, registerByAgent, signInAndKeepKeys, watch } from "./support";

/** A signed-in owner of a new workspace, with customers that an agent made. */
async function begin(page: Page, business: string, customers: Record<string, unknown>[] = []) {
  const workspace = await registerByAgent(business);
  const ids: string[] = [];
  for (const customer of customers) {
    const { data } = await callTool("create_account", customer, workspace.key);
    ids.push((data.account as { id: string }).id);
  }
  await signInAndKeepKeys(page, workspace.email);
  return { workspace, ids };
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name }) });

/** The same person at another desk. */
async function secondDesk(page: Page, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  return context.newPage();
}

test("a person adds customers, hears of doubles, finds, tags and filters them, and keeps the view", async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const watched = await watch(context);
  const { workspace } = await begin(page, "Harbour Yoga");

  await test.step("an empty list says the sentence for the agent", async () => {
    await page.goto("/customers");
    await expect(page.getByText("No customers yet")).toBeVisible();
    await expect(page.getByText("Say this to your agent")).toBeVisible();
  });

  await test.step("a new customer", async () => {
    await page.getByRole("link", { name: "New customer" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Anna Chan");
    await page.getByLabel("Name in own script").fill("陳安娜");
    await page.getByLabel("Phone").fill("9123 4567");
    await page.getByRole("button", { name: "Add customer" }).click();
    await expect(page.getByText("The customer was added.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: "Anna Chan" })).toBeVisible();
  });

  await test.step("somebody with the same phone is shown, and both may have it", async () => {
    await page.goto("/customers/new");
    await page.getByLabel("Name", { exact: true }).fill("王明");
    await page.getByLabel("Phone").fill("+852 9123 4567");
    await page.getByRole("button", { name: "Add customer" }).click();
    await expect(page.getByText("Somebody has this phone or e-mail already.")).toBeVisible();
    await expect(page.getByRole("link", { name: /Anna Chan/ })).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("王明");
    await page.getByRole("button", { name: "Another person: both use it" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "王明" })).toBeVisible();
    await expect(page.getByText("Shared", { exact: true })).toBeVisible();
  });

  await test.step("typing finds by two Chinese characters, and the address keeps it", async () => {
    await page.goto("/customers");
    await expect(rowOf(page, "Anna Chan")).toBeVisible();
    await page.getByRole("searchbox").fill("王明");
    await expect(rowOf(page, "Anna Chan")).toHaveCount(0);
    await expect(rowOf(page, "王明")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("search")).toBe("王明");
    await page.getByRole("searchbox").fill("9123");
    await expect(rowOf(page, "Anna Chan")).toBeVisible();
    await page.getByRole("searchbox").fill("");
    await expect(page).toHaveURL(/\/customers$/);
  });

  await test.step("a tag is made where it is put on", async () => {
    await rowOf(page, "Anna Chan").getByRole("link", { name: "Edit Tags of Anna Chan" }).click();
    await page.getByLabel("New tag").fill("VIP");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(rowOf(page, "Anna Chan").getByText("VIP")).toBeVisible();
  });

  await test.step("a filter, columns and their view", async () => {
    await page.getByRole("combobox", { name: "Tag", exact: true }).selectOption({ label: "VIP" });
    await expect(rowOf(page, "王明")).toHaveCount(0);
    await expect(page.getByRole("link", { name: /Tag: VIP/ })).toBeVisible();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Source" }).check();
    await expect(page.getByRole("columnheader", { name: "Source" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save view" }).click();
    await page.getByLabel("Name of the view").fill("Regulars");
    await page.getByLabel("Colleagues see it too").check();
    await page.getByRole("form", { name: "Save view" }).getByRole("button").click();
    await expect(page.getByText("The view was saved.")).toBeVisible();
    await page.goto("/customers");
    await expect(rowOf(page, "王明")).toBeVisible();
    await page.getByRole("link", { name: /Regulars/ }).click();
    await expect(rowOf(page, "王明")).toHaveCount(0);
    await expect(page.getByRole("columnheader", { name: "Source" })).toBeVisible();
    const { data } = await callTool("list_views", { page: "customers" }, workspace.key);
    expect(data.items).toMatchObject([{ name: "Regulars", isShared: true }]);
  });

  await test.step("⌘K finds the customer by part of the phone", async () => {
    await page.goto("/home");
    await openPalette(page);
    await page.getByPlaceholder("A customer, a page or a tool…").fill("9123 45");
    await page.getByRole("option", { name: /Anna Chan/ }).click();
    await page.waitForURL("**/customers/acc_*");
  });

  expect(watched.problems).toEqual([]);
});

test("rows are edited where they stand, in bulk too, and what was deleted comes back", async ({ page, context }) => {
  test.setTimeout(120_000);
  const watched = await watch(context);
  const long = "Maximiliana ".repeat(17).trim().slice(0, 200);
  const names = ["Anna Chan", "🧘‍♀️ Lotus", "مريم الأحمد", long];
  const { workspace } = await begin(
    page,
    "Peak Pilates",
    names.map((name) => ({ name })),
  );
  await callTool("create_tag", { name: "Yoga" }, workspace.key);
  await page.goto("/customers");

  await test.step("a mail address by keyboard", async () => {
    await rowOf(page, "Anna Chan").getByRole("link", { name: "Edit E-mail of Anna Chan" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Edit E-mail of Anna Chan").fill("not a mail");
    await page.keyboard.press("Escape");
    await expect(rowOf(page, "Anna Chan").getByRole("link", { name: "Edit E-mail of Anna Chan" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.getByLabel("Edit E-mail of Anna Chan").fill("Anna@Example.com");
    await page.keyboard.press("Enter");
    await expect(rowOf(page, "Anna Chan").getByText("anna@example.com")).toBeVisible();
  });

  await test.step("a phone that is none says so and keeps what was typed", async () => {
    await rowOf(page, "Anna Chan").getByRole("link", { name: "Edit Phone of Anna Chan" }).click();
    await page.getByLabel("Edit Phone of Anna Chan").fill("12");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();
    await expect(page.getByLabel("Edit Phone of Anna Chan")).toHaveValue("12");
    await page.keyboard.press("Escape");
  });

  await test.step("a tag on all of them", async () => {
    await page.getByLabel("Choose all on this page").check();
    await expect(page.getByText("4 chosen")).toBeVisible();
    await page.getByLabel("Choose a tag").selectOption({ label: "Yoga" });
    await page.getByRole("button", { name: "Add tag" }).click();
    await expect(page.getByText("Yoga was put on 4 customers.")).toBeVisible();
    await expect(page.getByRole("cell").getByText("Yoga")).toHaveCount(4);
  });

  await test.step("the chosen ones leave as a file", async () => {
    await page.getByLabel("Choose Anna Chan").check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export", exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("favcrm-customers.csv");
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("anna@example.com");
  });

  await test.step("two are deleted, and undo brings them back", async () => {
    await page.goto("/customers");
    await page.getByLabel("Choose Anna Chan").check();
    await page.getByLabel("Choose مريم الأحمد").check();
    await page.getByText("Delete", { exact: true }).click();
    await page.getByRole("button", { name: "Delete now" }).click();
    await expect(page.getByText("2 customers deleted.")).toBeVisible();
    await expect(rowOf(page, "Anna Chan")).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("2 customers are back.")).toBeVisible();
    await expect(rowOf(page, "Anna Chan")).toBeVisible();
    await expect(rowOf(page, "مريم الأحمد")).toBeVisible();
  });

  await test.step("a deleted customer waits among the deleted ones", async () => {
    await rowOf(page, "🧘‍♀️ Lotus").getByRole("link", { name: "🧘‍♀️ Lotus", exact: true }).click();
    await page.getByText("Delete…").click();
    await page.getByRole("button", { name: "Delete now" }).click();
    await expect(page.getByText("1 customer deleted.")).toBeVisible();
    await page.goto("/customers?status=deleted");
    await rowOf(page, "🧘‍♀️ Lotus").getByRole("button", { name: "Restore" }).click();
    await expect(page.getByText("1 customer is back.")).toBeVisible();
  });

  expect(watched.problems).toEqual([]);
});

test("two people who change the same field learn of each other; other fields do not collide", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const { workspace, ids } = await begin(page, "Two Desks", [{ name: "Anna Chan", phone: "9123 4567" }]);
  const other = await secondDesk(page, browser);
  await page.goto("/customers");
  await other.goto("/customers");
  const edit = async (desk: Page, field: string, value: string) => {
    await rowOf(desk, "Anna")
      .getByRole("link", { name: `Edit ${field} of Anna Chan` })
      .click();
    await desk.getByRole("textbox", { name: `Edit ${field} of Anna Chan` }).fill(value);
    await desk.keyboard.press("Enter");
  };

  await edit(other, "Phone", "9222 2222");
  await expect(other.getByText("+85292222222")).toBeVisible();
  await edit(page, "E-mail", "anna@example.com");
  await expect(rowOf(page, "Anna").getByText("anna@example.com")).toBeVisible();

  await edit(other, "Phone", "9333 3333");
  await expect(other.getByText("+85293333333")).toBeVisible();
  await edit(page, "Phone", "9444 4444");
  await expect(page.getByText("changed this to “+85293333333”")).toBeVisible();
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(rowOf(page, "Anna").getByText("+85294444444")).toBeVisible();

  await other.goto(`/customers/${ids[0]}`);
  await page.goto(`/customers/${ids[0]}`);
  await other.getByLabel("Address").fill("1 Pier Road");
  await other.getByRole("button", { name: "Save profile" }).click();
  await expect(other.getByText("The profile was saved.")).toBeVisible();
  await page.getByLabel("Address").fill("2 Pier Road");
  await page.getByLabel("Given name").fill("Anna");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("changed this to “1 Pier Road”")).toBeVisible();
  await expect(page.getByLabel("Address")).toHaveValue("2 Pier Road");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("The profile was saved.")).toBeVisible();
  const { data } = await callTool("get_member_profile", { accountId: ids[0] }, workspace.key);
  expect(data.account).toMatchObject({ address: "2 Pier Road", firstName: "Anna", phone: "+85294444444" });
  await other.context().close();
});

test("a customer's page: notes, tasks, consent, contacts, own fields, merging with undo, and erasure", async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const watched = await watch(context);
  const { workspace, ids } = await begin(page, "Kiln & Clay", [
    { name: "Anna Chan", phone: "9123 4567" },
    { name: "anna chan", email: "anna@example.com" },
  ]);
  const size = { entityType: "account", fieldName: "shoe_size", fieldLabel: "Shoe size", fieldType: "select" };
  await callTool("create_custom_field", { ...size, options: ["S", "M"] }, workspace.key);
  const timeline = page.locator("#timeline");
  await page.goto(`/customers/${ids[0]}`);

  await test.step("a note is written, changed, deleted and brought back", async () => {
    await page.getByRole("textbox", { name: "Write a note" }).fill("Will come on Friday");
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(timeline.getByRole("paragraph").filter({ hasText: "Will come on Friday" })).toBeVisible();
    await timeline.getByText("Edit", { exact: true }).click();
    await page.getByLabel("Text of the note").fill("Will come on Saturday");
    await page.getByRole("button", { name: "Save note" }).click();
    await expect(timeline.getByRole("paragraph").filter({ hasText: "Will come on Saturday" })).toBeVisible();
    await timeline.getByText("Delete", { exact: true }).click();
    await timeline.getByRole("button", { name: "Delete now" }).click();
    await expect(page.getByText("The note was deleted.")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(timeline.getByRole("paragraph").filter({ hasText: "Will come on Saturday" })).toBeVisible();
  });

  await test.step("a task is added and finished", async () => {
    await page.getByText("Add task", { exact: true }).first().click();
    await page.getByLabel("What is to be done").fill("Call back");
    await timeline.getByRole("button", { name: "Add task" }).click();
    await expect(timeline.getByText("To do")).toBeVisible();
    await timeline.getByRole("button", { name: "Done", exact: true }).click();
    await expect(timeline.getByText("To do")).toHaveCount(0);
  });

  await test.step("consent needs its proof", async () => {
    await page.getByText("Record an answer").click();
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await expect(page.getByLabel("Proof")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Proof").fill("Form 2026-114");
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await expect(page.getByText("E-mail for marketing")).toBeVisible();
    await expect(page.getByText("Form 2026-114")).toBeVisible();
  });

  await test.step("own fields and a contact", async () => {
    await page.getByLabel("Shoe size").selectOption("M");
    await page.getByRole("button", { name: "Save fields" }).click();
    await expect(page.getByText("The fields were saved.")).toBeVisible();
    const contacts = page.locator("#contacts");
    await contacts.getByText("Add contact", { exact: true }).first().click();
    const form = contacts.locator("form").last();
    await form.getByLabel("Name", { exact: true }).fill("Ben Chan");
    await form.getByLabel("Phone").fill("9876 5432");
    await form.getByRole("button", { name: "Add contact" }).click();
    await expect(contacts.getByText("Ben Chan", { exact: true })).toBeVisible();
    await expect(page.getByText("+85298765432").first()).toBeVisible();
  });

  await test.step("the double is compared, merged and parted again", async () => {
    await page.getByRole("link", { name: "Compare" }).click();
    await expect(page.getByRole("row", { name: /E-mail – anna@example.com anna@example.com/ })).toBeVisible();
    await page.getByRole("button", { name: "Merge now" }).click();
    await expect(page.getByText("The two customers are one now.")).toBeVisible();
    await expect(page.getByLabel("E-mail", { exact: true }).first()).toHaveValue("anna@example.com");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("It was taken back.")).toBeVisible();
    await expect(page.getByLabel("E-mail", { exact: true }).first()).toHaveValue("");
  });

  await test.step("erasing names what is lost, wants the name and gives a receipt", async () => {
    await page.goto(`/customers/${ids[1]}`);
    await page.getByText("Erase…").click();
    await expect(page.getByText("are erased for good")).toBeVisible();
    await page.getByLabel("Type “anna chan” to confirm").fill("Somebody else");
    await page.getByRole("button", { name: "Erase for good" }).click();
    await expect(page.getByText(/is not the name of this customer/i).first()).toBeVisible();
    await page.getByLabel("Type “anna chan” to confirm").fill("anna chan");
    await page.getByRole("button", { name: "Erase for good" }).click();
    await expect(page.getByText("The personal data is erased.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("The personal data of this customer was erased.")).toBeVisible();
    await expect(page.locator("main")).not.toContainText("anna@example.com");
  });

  expect(watched.problems).toEqual([]);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("searching, adding, tagging in bulk and noting work as plain forms", async ({ page }) => {
    const { workspace, ids } = await begin(page, "Plain Desk", [{ name: "Anna Chan" }, { name: "Ben Wong" }]);
    await callTool("create_tag", { name: "Yoga" }, workspace.key);
    await page.goto("/customers");
    await page.getByRole("searchbox").fill("anna");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(rowOf(page, "Ben Wong")).toHaveCount(0);
    await page.getByLabel("Choose Anna Chan").check();
    await page.getByLabel("Choose a tag").selectOption({ label: "Yoga" });
    await page.getByRole("button", { name: "Add tag" }).click();
    await expect(page.getByText("Yoga was put on 1 customer.")).toBeVisible();
    await page.goto(`/customers/${ids[0]}`);
    await page.getByRole("textbox", { name: "Write a note" }).fill("Plain note");
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("Plain note").first()).toBeVisible();
  });
});
