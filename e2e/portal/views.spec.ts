import { expect, type Page, test } from "@playwright/test";
import { callTool, registerByAgent, signInAndKeepKeys, watch } from "./support";

/** Opens the list, filters it by hand, keeps that as a view, and finds it again from the list without a view. */
async function keepView(page: Page, path: string, name: string, filter: () => Promise<void>): Promise<URL> {
  await page.goto(path);
  await filter();
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name of the view").fill(name);
  await page.getByRole("form", { name: "Save view" }).getByRole("button").click();
  await expect(page.getByText("The view was saved.")).toBeVisible();
  await page.goto(path);
  await page.getByRole("navigation", { name: "Saved views" }).getByRole("link", { name }).click();
  await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
  return new URL(page.url());
}

test("a person keeps filtered deals, tasks and bookings under a name, changes a view, and takes its deletion back", async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const watched = await watch(context);
  const { email, key } = await registerByAgent("Views Studio");
  for (const name of ["Office classes", "Retreat"]) await callTool("create_deal", { name, amount: "100.00" }, key);
  const { data } = await callTool("list_pipelines", {}, key);
  const [pipeline] = data.items as { stages: { id: string; name: string }[] }[];
  const stage = pipeline?.stages[1];
  const { data: moved } = await callTool("list_deals", { search: "Retreat" }, key);
  const [retreat] = moved.items as { id: string }[];
  await callTool("update_deal_stage", { dealId: retreat?.id, stage: stage?.id }, key);
  await callTool("create_task", { title: "Water the plants" }, key);
  await callTool("create_task", { title: "Pay the rent", dueDate: "2020-01-01" }, key);
  await signInAndKeepKeys(page, email);

  await test.step("deals, in the table, of one stage", async () => {
    const address = await keepView(page, "/deals", "Warm ones", async () => {
      await page.getByRole("link", { name: "Table" }).click();
      await page.getByLabel("Stage", { exact: true }).selectOption({ label: stage?.name ?? "" });
      await expect(page.getByRole("link", { name: "Office classes" })).toHaveCount(0);
    });
    expect(address.searchParams.get("as")).toBe("table");
    await expect(page.getByRole("row", { name: /Retreat/ })).toBeVisible();
    await expect(page.getByRole("link", { name: "Office classes" })).toHaveCount(0);
  });

  await test.step("tasks that are overdue", async () => {
    await keepView(page, "/tasks", "Late", async () => {
      await page.getByRole("link", { name: "Overdue" }).click();
      await expect(page.getByRole("link", { name: "Water the plants" })).toHaveCount(0);
    });
    await expect(page.getByRole("link", { name: "Pay the rent" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Water the plants" })).toHaveCount(0);
  });

  await test.step("bookings of a state", async () => {
    const address = await keepView(page, "/bookings", "Called off", async () => {
      await page.getByRole("combobox", { name: "Status" }).selectOption({ label: "Cancelled" });
      await expect(page).toHaveURL(/status=cancelled/);
    });
    expect(address.searchParams.get("status")).toBe("cancelled");
    await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("cancelled");
  });

  await test.step("a view that an agent made is there too, is changed, deleted, and comes back", async () => {
    await callTool("create_view", { page: "tasks", name: "Agent’s", query: { show: "none" } }, key);
    await page.goto("/tasks");
    await page.getByRole("link", { name: "Agent’s" }).click();
    await expect(page.getByRole("link", { name: "Pay the rent" })).toHaveCount(0);
    await page.getByRole("link", { name: "All", exact: true }).click();
    await expect(page.getByRole("link", { name: "Pay the rent" })).toBeVisible();
    await page.getByRole("button", { name: "Save view" }).click();
    await page.getByRole("button", { name: "Update “Agent’s”" }).click();
    await expect(page.getByText("The view was saved.")).toBeVisible();
    const { data: kept } = await callTool("list_views", { page: "tasks" }, key);
    expect(kept.items).toMatchObject([{ name: "Late", query: { show: "overdue" } }, { query: { show: "all" } }]);

    await page.getByRole("button", { name: "Save view" }).click();
    await page.getByText("Delete view").click();
    await page.getByRole("button", { name: "Delete now" }).click();
    await expect(page.getByText("The view was deleted.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Agent’s" })).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("link", { name: "Agent’s" })).toHaveAttribute("aria-current", "page");
  });
  expect(watched.problems).toEqual([]);
});
