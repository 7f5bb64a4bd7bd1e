import { expect, type Page, test } from "@playwright/test";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

type Made = { email: string; key: string; annaId: string };

/** A business with three customers, made by its agent. */
async function business(page: Page, name: string): Promise<Made> {
  const { email, key } = await registerByAgent(name);
  const make = async (input: Record<string, unknown>) =>
    ((await callTool("create_account", input, key)).data.account as { id: string }).id;
  const annaId = await make({ name: "Anna Chan", email: "anna@example.com", lifeStage: "active" });
  await make({ name: "陳大文", lifeStage: "vip" });
  await make({ name: "Ben Wong", lifeStage: "lead" });
  await signInAndKeepKeys(page, email);
  return { email, key, annaId };
}

test("a person adds a task, gives it a customer and a time, ticks it off, takes that back and deletes it", async ({
  page,
  context,
}) => {
  const watched = await watch(context);
  const { key } = await business(page, "Task Studio");
  await page.goto("/tasks");
  await expect(page.getByText("Nothing to do")).toBeVisible();
  await page.getByLabel("What is to be done").fill("Ring Anna back");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("link", { name: "Ring Anna back" }).click();

  await page.getByLabel("Customer").fill("chan");
  await expect(page.locator("datalist option")).toHaveAttribute("value", "Anna Chan · anna@example.com");
  await page.getByLabel("Due", { exact: true }).fill("2020-05-11");
  await page.getByLabel("At", { exact: true }).fill("15:30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Customer")).toHaveValue("Anna Chan · anna@example.com");

  await page.goto("/tasks?show=overdue");
  await page.getByRole("button", { name: "Mark “Ring Anna back” as done" }).click();
  await expect(page.getByText("The task is done.")).toBeVisible();
  await expect(page).toHaveURL(/show=overdue/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It is back as it was.")).toBeVisible();
  const { data } = await callTool("list_tasks", { due: "overdue" }, key);
  expect(data.items).toMatchObject([{ title: "Ring Anna back", status: "todo", dueDate: "2020-05-11T15:30" }]);

  await page.getByRole("link", { name: "Ring Anna back" }).click();
  await page.getByText("Delete the task").click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The task was deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Ring Anna back" })).toBeVisible();
  expect(watched.problems).toEqual([]);
});

test("a person moves a deal by keys, by menu and by mouse, and says why it was lost", async ({ page, context }) => {
  const watched = await watch(context);
  const { key } = await business(page, "Deal Studio");
  const stageOf = async () => ((await callTool("list_deals", {}, key)).data.items as { stage: string }[])[0]?.stage;
  await page.goto("/deals");
  await expect(page.getByText("No deals yet")).toBeVisible();
  await page.getByRole("link", { name: "New deal" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Corporate yoga");
  await page.getByLabel("Customer").fill("anna");
  await page.getByLabel("Amount in HKD").fill("12,000.50");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("HK$12,000.50").first()).toBeVisible();

  const move = page.getByRole("button", { name: "Move “Corporate yoga”", exact: true });
  await test.step("by arrow keys, with the focus on the card all the way", async () => {
    await move.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(page.getByRole("status").filter({ hasText: "There is no stage further that way." })).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("status").filter({ hasText: "“Corporate yoga” is now in Proposal." })).toBeVisible();
    await expect(move).toBeFocused();
    expect(await stageOf()).toBe("Proposal");
  });

  await test.step("by the menu, into a lost stage, with a reason", async () => {
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Lost", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Why").fill("Too dear");
    await page.getByRole("button", { name: "Mark as lost" }).click();
    await expect(page.getByRole("status").filter({ hasText: "is now in Lost." })).toBeVisible();
    expect(await stageOf()).toBe("Lost");
  });

  await test.step("by mouse", async () => {
    const card = page.getByRole("listitem").filter({ has: move }).last();
    await card.dragTo(page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Negotiation" }) }));
    await expect(page.getByRole("status").filter({ hasText: "is now in Negotiation." })).toBeVisible();
  });

  await page.getByRole("link", { name: "Corporate yoga" }).click();
  await expect(page.getByText("Lost: Too dear")).toBeVisible();
  await page.getByText("Delete the deal").click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The deal was deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The deal is back.")).toBeVisible();
  await page.getByRole("link", { name: "Table" }).click();
  await expect(page.getByRole("row", { name: /Corporate yoga Anna Chan Negotiation HK\$12,000.50/ })).toBeVisible();
  expect(watched.problems).toEqual([]);
});

test("stages of a pipeline are added, moved and kept when saving fails", async ({ page }) => {
  const { key } = await business(page, "Pipeline Studio");
  await callTool("create_deal", { name: "Kiln rental", stage: "Proposal" }, key);
  await page.goto("/deals/pipelines");
  const form = page.getByRole("form", { name: /^Edit/ });
  await form.getByRole("button", { name: "Add a stage" }).click();
  await page.keyboard.type("Trial");
  await form.getByRole("button", { name: "Move up: Trial" }).click();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await form.getByRole("button", { name: "Remove: Proposal" }).click();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert").filter({ hasText: /^The stage “Proposal” still has deals\.$/ })).toBeVisible();
  await expect(form.getByLabel("What it means").last()).toHaveValue("lost");
  const [pipeline] = (await callTool("list_pipelines", {}, key)).data.items as { stages: { name: string }[] }[];
  expect(pipeline?.stages.map(({ name }) => name).slice(-3)).toEqual(["Won", "Trial", "Lost"]);
});

test("a segment is built with a live count, edited as JSON, shown, and brought back after deletion", async ({
  page,
  context,
}) => {
  const watched = await watch(context);
  const { key } = await business(page, "Segment Studio");
  await page.goto("/segments");
  await page.getByRole("link", { name: "New segment" }).click();
  await expect(page.getByText("Nobody fits")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Regulars");
  await page.getByLabel("Field").selectOption({ label: "Stage" });
  await page.getByLabel("How", { exact: true }).selectOption("in");
  await expect(page.getByText("Fill in every condition to see how many fit.")).toBeVisible();
  await page.getByRole("checkbox", { name: "Active" }).check();
  await expect(page.getByText("1 customer fits")).toBeVisible();
  await page.getByRole("checkbox", { name: "VIP" }).check();
  await expect(page.getByText("2 customers fit")).toBeVisible();
  await page.getByRole("button", { name: "Save segment" }).click();
  await expect(page.getByText("The segment was saved.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Regulars" })).toBeVisible();

  await page.getByText("Conditions as JSON").click();
  const criteria = { not: { field: "lifeStage", op: "in", value: ["active", "vip"] } };
  await page.getByRole("textbox", { name: "Conditions as JSON" }).fill(JSON.stringify(criteria));
  await expect(page.getByLabel("How the conditions go together")).toHaveValue("none");
  await expect(page.getByText("1 customer fits")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(page.getByLabel("How", { exact: true })).toHaveValue("in");
  const [segment] = (await callTool("list_segments", {}, key)).data.items as Record<string, unknown>[];
  expect(segment).toMatchObject({ name: "Regulars", criteria });

  await page.getByRole("link", { name: "Show customers" }).click();
  await expect(page.getByRole("row", { name: /Ben Wong/ })).toBeVisible();
  await expect(page.getByText("Anna Chan")).toHaveCount(0);
  await page.getByRole("link", { name: "To the segment" }).click();
  await page.getByText("Delete the segment").click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The segment was deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The segment is back.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Regulars" })).toBeVisible();
  expect(watched.problems).toEqual([]);
});

test("home counts the business, and a change is taken back from its activity, the newer one first", async ({
  page,
}) => {
  const { key, annaId } = await business(page, "Home Studio");
  await page.goto("/home");
  await expect(page.getByRole("link", { name: /^Customers 3/ })).toBeVisible();
  await expect(page.getByRole("img", { name: "3 people in the last 30 days" })).toBeVisible();
  await page.getByText("Show as table").click();
  await expect(page.getByRole("table").filter({ hasText: "Day" }).getByRole("row")).toHaveCount(31);

  await callTool("update_account", { accountId: annaId, name: "Anna B" }, key);
  await callTool("update_account", { accountId: annaId, name: "Anna C" }, key);
  const events = (await callTool("list_activity", { entityId: annaId, operation: "update_account" }, key)).data
    .items as { id: string }[];
  await page.goto(`/activity/${events[1]?.id}`);
  await page.getByRole("button", { name: "Undo this change" }).click();
  await page.getByRole("link", { name: "Show the newer change" }).click();
  await page.waitForURL(`**/${events[0]?.id}`);
  await page.getByRole("button", { name: "Undo this change" }).click();
  await expect(page.getByText("The change was taken back.")).toBeVisible();
  const profile = await callTool("get_member_profile", { accountId: annaId }, key);
  expect(profile.data.account).toMatchObject({ name: "Anna B" });
});
