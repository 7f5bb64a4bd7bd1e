import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { expectSound } from "./sound";
import { registerByAgent, signInAndKeepKeys, watch } from "./support";

// The whole day of the calendar fits, so that nothing scrolls under the pointer.
test.use({ viewport: { width: 1280, height: 1_800 } });

const ZONE = "Asia/Hong_Kong";
const DAY_MS = 86_400_000;
const HOUR_PX = 54;
const dateIn = (days: number) => new Date(Date.now() + days * DAY_MS).toLocaleDateString("sv-SE", { timeZone: ZONE });
const weekdayIn = (days: number) =>
  new Date(`${dateIn(days)}T00:00:00Z`).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
const calendarOf = (date: string) => `/calendar?view=day&date=${date}`;
const eventOf = (page: Page, name: string) => page.locator("[data-event]").filter({ hasText: name });

async function openAllDay(page: Page): Promise<void> {
  await page.goto("/settings/hours");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]) {
    await page.getByLabel(`${day}, first time, from`).fill("00:00");
    await page.getByLabel(`${day}, first time, until`).fill("00:00");
  }
  await page.getByRole("button", { name: "Save the week" }).click();
  await expect(page.getByText("The week is saved.")).toBeVisible();
}

async function addPerson(page: Page, name: string): Promise<void> {
  await page.goto("/staff");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function addService(page: Page, name: string, kind: "Appointment" | "Class", minutes: string): Promise<void> {
  await page.goto("/services/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Kind").selectOption(kind);
  await page.getByLabel("Length in minutes").fill(minutes);
  await page.getByLabel("Places").fill(kind === "Class" ? "3" : "1");
  await page.getByRole("button", { name: "Add the service" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Books through the form; returns the booking's address. */
async function book(page: Page, service: string, date: string, time: string | "last", name: string): Promise<string> {
  await page.goto("/bookings/new");
  await page.getByLabel("Service", { exact: true }).selectOption(service);
  await page.getByLabel("Day", { exact: true }).fill(date);
  await page.getByRole("button", { name: "Show free times" }).click();
  const times = page.getByRole("radio");
  await expect(times.first()).toBeVisible();
  await (time === "last" ? times.last() : page.getByRole("radio", { name: time })).check();
  // Only a class is for several people.
  await expect(page.getByLabel("People", { exact: true })).toHaveCount(service === "Massage" ? 0 : 1);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name.replace(/\W/g, "").toLowerCase()}@example.com`);
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return new URL(page.url()).pathname;
}

async function drag(page: Page, name: string, hours: number): Promise<void> {
  const box = await eventOf(page, name).boundingBox();
  if (!box) throw new Error(`${name} is not on the calendar`);
  const [x, y] = [box.x + box.width / 2, box.y + 8];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + (hours * HOUR_PX) / 2, { steps: 4 });
  await page.mouse.move(x, y + hours * HOUR_PX, { steps: 4 });
  await page.mouse.up();
}

async function secondBrowser(context: BrowserContext, address: string): Promise<Page> {
  const other = await context.browser()?.newContext({ viewport: { width: 1280, height: 1_800 } });
  if (!other) throw new Error("no browser");
  await other.addCookies((await context.storageState()).cookies);
  const page = await other.newPage();
  await page.goto(address);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  return page;
}

test("a person sets up a studio, books, moves by keys and pointer, checks in and cancels, and another browser sees it", async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const watched = await watch(context);
  const { email } = await registerByAgent("Stretch + Breathe");
  await signInAndKeepKeys(page, email);
  const tomorrow = dateIn(1);

  await test.step("hours, a teacher, an appointment and a class", async () => {
    await openAllDay(page);
    await addPerson(page, "Anna Wong");
    await addService(page, "Massage", "Appointment", "30");
    await page.getByRole("checkbox", { name: "Anna Wong" }).check();
    await page.getByRole("button", { name: "Save", exact: true }).nth(1).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await expectSound(page, page.url());
    await addService(page, "Hatha yoga", "Class", "60");
    await page.getByLabel("First day").fill(tomorrow);
    await page.getByLabel("Starts").fill("18:00");
    await page.getByLabel("Ends").fill("19:00");
    await page.getByLabel("Teacher").selectOption("Anna Wong");
    await page.getByRole("button", { name: "Add the time" }).click();
    await expect(page.getByText("The class is on the calendar.")).toBeVisible();
  });

  await test.step("the class gets a second weekday", async () => {
    const change = page.locator("details").filter({ hasText: "Which dates of the class" });
    await change.locator("summary").click();
    await expect(change.getByRole("checkbox", { name: weekdayIn(1) })).toBeChecked();
    await change.getByRole("checkbox", { name: weekdayIn(2) }).check();
    await change.getByRole("button", { name: "Save the change" }).click();
    await expect(page.getByText(/every week on/)).toContainText(weekdayIn(2));
  });

  const address = await test.step("a booking", () => book(page, "Massage", tomorrow, "10:00", "Mei Chan"));
  await expectSound(page, page.url());
  const other = await secondBrowser(context, calendarOf(tomorrow));
  await expect(eventOf(other, "Mei Chan")).toContainText("10:00");
  await expect(eventOf(other, "Hatha yoga")).toContainText("0 of 3 places");
  await page.goto(calendarOf(tomorrow));

  await test.step("the keys move it, saying where it stands, and nothing moves before it is confirmed", async () => {
    await eventOf(page, "Mei Chan").focus();
    await page.keyboard.press("m");
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("status").filter({ hasText: "Mei Chan" })).toContainText("11:00");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toContainText("Move Mei Chan to");
    await expectSound(page, page.url());
    await expect(eventOf(other, "Mei Chan")).toContainText("10:00");
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await expect(eventOf(page, "Mei Chan")).toContainText("11:00");
    await expect(eventOf(other, "Mei Chan")).toContainText("11:00");
  });

  await test.step("the pointer drags it", async () => {
    await drag(page, "Mei Chan", 2);
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await expect(eventOf(page, "Mei Chan")).toContainText("13:00");
    await expect(eventOf(other, "Mei Chan")).toContainText("13:00");
  });

  await test.step("onto a time that is taken it goes back, with the reason and the nearest free times", async () => {
    await drag(page, "Mei Chan", 5);
    await page.getByRole("button", { name: "Move", exact: true }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "It stays where it was." });
    await expect(refusal).toContainText("Anna Wong is booked at this time.");
    await expect(eventOf(page, "Mei Chan")).toContainText("13:00");
    await refusal.getByRole("button").first().click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(eventOf(page, "Mei Chan")).not.toContainText("13:00");
  });

  await test.step("a click on a free spot begins a booking there", async () => {
    const column = await page.locator("[data-column]").first().boundingBox();
    if (!column) throw new Error("no column");
    await page.mouse.click(column.x + 40, column.y + 8 * HOUR_PX + 4);
    await page.waitForURL(/\/bookings\/new\?start=/);
    await expect(page.getByLabel("Day", { exact: true })).toHaveValue(tomorrow);
  });

  await test.step("today has its roster: one tap, and the customer is here; another takes it back", async () => {
    await book(page, "Massage", dateIn(0), "last", "Grace Yip");
    await other.goto("/today");
    await expect(other.getByText("Live", { exact: true })).toBeVisible();
    await page.goto("/today");
    await page.getByRole("listitem").filter({ hasText: "Grace Yip" }).getByRole("button", { name: "Check in" }).click();
    for (const each of [page, other]) {
      await expect(each.getByRole("listitem").filter({ hasText: "Grace Yip" })).toContainText("Here");
    }
    const row = page.getByRole("listitem").filter({ hasText: "Grace Yip" });
    await row.getByRole("button", { name: "Not here yet" }).click();
    for (const each of [row, other.getByRole("listitem").filter({ hasText: "Grace Yip" })]) {
      await expect(each.getByRole("button", { name: "Check in" })).toBeVisible();
    }
  });

  await test.step("cancelled with a reason, it leaves the calendar of the other browser too", async () => {
    await other.goto(calendarOf(tomorrow));
    await expect(eventOf(other, "Mei Chan")).toBeVisible();
    await expect(other.getByText("Live", { exact: true })).toBeVisible();
    await page.goto(address);
    await page.locator("summary").filter({ hasText: "Cancel" }).click();
    await expect(page.getByText(/counts as (in time|cancelled late)/)).toBeVisible();
    await page.getByLabel("Reason").fill("Ill");
    await page.getByRole("button", { name: "Cancel the booking" }).click();
    await expect(page.getByText("Ill", { exact: true })).toBeVisible();
    await expect(eventOf(other, "Mei Chan")).toHaveCount(0);
  });
  expect(watched.problems).toEqual([]);
  await other.context().close();
});

test("without scripts the calendar is a list with links, and booking and cancelling are plain forms", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const { email } = await registerByAgent("Plain Calendar");
  await signInAndKeepKeys(page, email);
  await openAllDay(page);
  await addPerson(page, "Anna Wong");
  await addService(page, "Massage", "Appointment", "30");
  await page.getByRole("checkbox", { name: "Anna Wong" }).check();
  await page.getByRole("button", { name: "Save", exact: true }).nth(1).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await plain.addCookies((await page.context().storageState()).cookies);
  const phone = await plain.newPage();
  const tomorrow = dateIn(1);
  await book(phone, "Massage", tomorrow, "10:00", "Ho Ka-yan");
  await phone.goto(calendarOf(tomorrow));
  await phone.getByRole("link", { name: /Ho Ka-yan/ }).click();
  await phone.locator("summary").filter({ hasText: "Cancel" }).click();
  await phone.getByRole("button", { name: "Cancel the booking" }).click();
  await phone.goto(calendarOf(tomorrow));
  await expect(phone.getByRole("heading", { level: 1, name: "Calendar" })).toBeVisible();
  await expect(phone.getByRole("link", { name: /Ho Ka-yan/ })).toHaveCount(0);
  await plain.close();
});
