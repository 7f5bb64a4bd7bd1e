import { expect, type Page, test } from "@playwright/test";
import { callTool, freshMailbox, nextMail, registerByAgent, signInAndKeepKeys } from "./support";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const HONG_KONG = { timeZone: "Asia/Hong_Kong", dateStyle: "short" } as const;

/** The local date so many days from today, as `2026-05-13`. */
const day = (offset: number) => new Intl.DateTimeFormat("sv-SE", HONG_KONG).format(Date.now() + offset * 86_400_000);

interface Studio {
  key: string;
  email: string;
  serviceId: string;
}

/** An agent opens a studio for appointments of an hour with one teacher, every day from 9 to 9. */
async function openStudio(name: string): Promise<Studio> {
  const { key, email } = await registerByAgent(name);
  await callTool(
    "set_opening_hours",
    { hours: DAYS.map((each) => ({ day: each, open: "09:00", close: "21:00" })) },
    key,
  );
  // Tests run at any hour; offers are not mailed at night.
  await callTool("update_booking_settings", { quietHoursFrom: null, quietHoursTo: null }, key);
  const massage = { name: "Massage", durationMinutes: 60, price: "480.00", requiresStaff: true };
  const serviceId = String((await callTool("create_service", massage, key)).data.id);
  const teacher = await callTool("create_staff_member", { name: "Anna" }, key);
  await callTool("assign_staff_to_service", { serviceId, userId: teacher.data.id }, key);
  return { key, email, serviceId };
}

/** Books for a customer and answers the link of the confirmation they get. */
async function bookByMail({ key, serviceId }: Studio, start: string, name = "Ada"): Promise<string> {
  const email = freshMailbox("guest");
  const booked = await callTool("create_booking", { serviceId, start, customer: { name, email } }, key);
  expect(booked.error).toBeUndefined();
  const { text } = await nextMail(email);
  const link = /https?:\/\/\S+\/b\/[A-Za-z0-9._-]+/.exec(text)?.[0];
  if (!link) throw new Error(`No link in the mail:\n${text}`);
  return link;
}

const fact = (page: Page, label: string) =>
  page
    .locator("dl > div")
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator("dd");

test("a customer moves and cancels a booking with the mailed link, without an account", async ({ page }) => {
  const attack = `<img src=x onerror="document.title='run'">`;
  const studio = await openStudio(attack);
  const link = await bookByMail(studio, `${day(2)}T10:00`);
  await bookByMail(studio, `${day(2)}T14:00`, "Grace");
  await page.goto(link);
  await expect(fact(page, "At")).toHaveText(attack);
  expect(await page.title()).not.toBe("run");
  await expect(fact(page, "When")).toContainText("10:00");
  await expect(page.getByLabel("New day and time")).toHaveValue(`${day(2)}T10:00`);

  await test.step("a time that is taken is refused, and the nearest free ones are offered", async () => {
    await page.getByLabel("New day and time").fill(`${day(2)}T14:00`);
    await page.getByRole("button", { name: "Move the booking" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("This time is taken.");
    await expect(page.getByLabel("New day and time")).toHaveValue(`${day(2)}T14:00`);
    await page.getByRole("list", { name: "Nearest free times" }).getByRole("button").first().click();
    await expect(page.getByText("Your booking is moved.")).toBeVisible();
    await expect(fact(page, "When")).not.toContainText("10:00");
  });

  await test.step("a time at which the business is not open is refused by that rule", async () => {
    await page.goto(link);
    await page.getByLabel("New day and time").fill(`${day(3)}T03:00`);
    await page.getByRole("button", { name: "Move the booking" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("outside the opening hours");
    await page.getByLabel("New day and time").fill(`${day(3)}T16:00`);
    await page.getByRole("button", { name: "Move the booking" }).click();
    await expect(fact(page, "When")).toContainText("4:00");
  });

  await test.step("cancelling asks first, and the link then only tells so", async () => {
    const other = await page.context().newPage();
    await other.goto(link);
    await page.getByText("Cancel this booking").click();
    await page.getByLabel("Reason (the business reads it)").fill("Ill");
    await page.getByRole("button", { name: "Cancel it now" }).click();
    await expect(page.getByText("Your booking is cancelled.")).toBeVisible();
    await expect(fact(page, "Status")).toHaveText("Cancelled");
    await expect(page.getByRole("button", { name: "Move the booking" })).toHaveCount(0);
    // A second press elsewhere does no harm; a move comes too late.
    await other.getByRole("button", { name: "Move the booking" }).click();
    await expect(other.getByRole("main").getByRole("alert")).toContainText("not possible any more");
    await other.getByText("Cancel this booking").click();
    await other.getByRole("button", { name: "Cancel it now" }).click();
    await expect(fact(other, "Status")).toHaveText("Cancelled");
  });

  const { data } = await callTool("list_bookings", {}, studio.key);
  expect((data.items as { status: string }[]).map(({ status }) => status).sort()).toEqual(["cancelled", "confirmed"]);
});

test("a forged link opens nothing and names nobody", async ({ page }) => {
  const studio = await openStudio("Forged Studio");
  const link = await bookByMail(studio, `${day(2)}T10:00`);
  const token = link.slice(link.lastIndexOf("/") + 1);
  const [organisation, booking, signature = ""] = token.split(".");
  const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  const forged = [
    `${organisation}.${booking}.${flipped}`,
    `${organisation}.wait_${booking?.slice(4)}.${signature}`,
    `${organisation}.${booking}`,
    "nonsense",
    "%00%ff",
    "..%2f..%2fapi",
  ];
  for (const each of forged) {
    await page.goto(link.replace(token, each));
    await expect(page.getByRole("button", { name: /Move|Cancel|Take/ }), each).toHaveCount(0);
    await expect(page.locator("body"), each).not.toContainText("Forged Studio");
  }
  await page.goto(link);
  await expect(fact(page, "At")).toHaveText("Forged Studio");
});

test("a customer of another business cannot act with their own link", async ({ page }) => {
  const [one, two] = [await openStudio("One"), await openStudio("Two")];
  const link = await bookByMail(one, `${day(2)}T10:00`);
  // Signed in elsewhere, the link still acts for its own booking only.
  await signInAndKeepKeys(page, two.email);
  await page.goto(link);
  await page.getByText("Cancel this booking").click();
  await page.getByRole("button", { name: "Cancel it now" }).click();
  await expect(fact(page, "Status")).toHaveText("Cancelled");
  expect((await callTool("list_bookings", {}, two.key)).data.items).toEqual([]);
});

test("a business that moves and cancels by itself says so", async ({ page }) => {
  const studio = await openStudio("Strict Studio");
  const link = await bookByMail(studio, `${day(2)}T10:00`);
  const rules = { allowMemberCancellation: false, memberReschedulingMode: "merchant-only" };
  await page.goto(link);
  expect((await callTool("update_booking_settings", rules, studio.key)).error).toBeUndefined();
  await page.getByRole("button", { name: "Move the booking" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This business moves bookings itself.");
  await page.reload();
  await expect(page.getByText("To change anything, ask the business.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Move|Cancel/ })).toHaveCount(0);
});

test("a place that the wait-list keeps is taken with one press, once", async ({ page }) => {
  const { key } = await openStudio("Waiting Studio");
  const yoga = { name: "Yoga", durationMinutes: 60, type: "class", capacity: 1 };
  const serviceId = (await callTool("create_service", yoga, key)).data.id;
  const times = { date: day(3), startTime: "18:00", endTime: "19:00" };
  const scheduled = await callTool("create_service_schedule", { serviceId, ...times }, key);
  expect(scheduled.error).toBeUndefined();
  const start = `${day(3)}T18:00`;
  const first = await callTool(
    "create_booking",
    { serviceId, start, customer: { name: "Ada", email: freshMailbox() } },
    key,
  );
  const email = freshMailbox("waiting");
  const occurrenceId = first.data.occurrenceId;
  const joined = await callTool("join_waitlist", { occurrenceId, customer: { name: "Grace", email } }, key);
  expect(joined.error).toBeUndefined();
  await callTool("cancel_booking", { bookingId: first.data.id }, key);
  const { text } = await nextMail(email);
  const link = /https?:\/\/\S+\/b\/[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "no link";
  await page.goto(link);
  await expect(fact(page, "What")).toHaveText("Yoga");
  await expect(fact(page, "Kept for you until")).toBeVisible();
  await page.getByRole("button", { name: "Take the place" }).click();
  await expect(page.getByText("The place is yours.")).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("You took this place.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Take the place" })).toHaveCount(0);
});
