import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { expectSound } from "./sound";
import { callTool, freshMailbox, nextMail, origin, registerByAgent, signInAndKeepKeys, watch } from "./support";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

let studio: { key: string; email: string; slug: string; massage: string; yoga: string };

async function ask(name: string, args: Record<string, unknown>, key = studio.key) {
  const { data, error } = await callTool(name, args, key);
  if (error) throw new Error(`${name}: ${error.message}`);
  return data;
}

/** An agent opens a studio with a massage by two people, a class of one at half past six, and its page. */
test.beforeAll(async () => {
  const { key, email } = await registerByAgent("Stretch + Breathe");
  const run = (name: string, args: Record<string, unknown>) => ask(name, args, key);
  await run("set_opening_hours", { hours: DAYS.map((day) => ({ day, open: "09:00", close: "21:00" })) });
  const massage = await run("create_service", {
    name: "Massage",
    durationMinutes: 60,
    price: "480",
    requiresStaff: true,
  });
  await run("create_service_add_on", { serviceId: massage.id, name: "Hot stones", durationMinutes: 15, price: "80" });
  for (const name of ["Anna Wong", "Bo Lee"]) {
    const { id } = await run("create_staff_member", { name });
    await run("assign_staff_to_service", { serviceId: massage.id, userId: id });
  }
  const yoga = await run("create_service", { name: "Hatha yoga", durationMinutes: 60, type: "class", capacity: 1 });
  const date = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const times = { date, startTime: "18:30", endTime: "19:30", recurrence: "daily" };
  await run("create_service_schedule", { serviceId: yoga.id, ...times });
  // Offers of the wait-list go out at any hour, whenever this runs.
  await run("update_booking_settings", { quietHoursFrom: "03:00", quietHoursTo: "03:00" });
  const slug = `studio-${Date.now().toString(36)}`;
  await run("update_booking_page", { slug, isOn: true, welcome: "Come ten minutes early." });
  studio = { key, email, slug, massage: String(massage.id), yoga: String(yoga.id) };
});

const home = () => `/book/${studio.slug}`;
const inHongKong: BrowserContextOptions = { timezoneId: "Asia/Hong_Kong", locale: "en-GB" };

async function fillIn(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
}

const times = (page: Page) => page.locator("button[name=start]");
const submit = (page: Page) => page.getByRole("main").getByRole("button", { name: "Book", exact: true });

interface Booking {
  customer: { name: string };
  serviceName: string;
  staffName: string | null;
  startTime: string;
}

async function bookings(): Promise<Booking[]> {
  return (await ask("list_bookings", { limit: 100 })).items as Booking[];
}

test("a visitor books the next time with the person and the extra they want, and the business sees it", async ({
  browser,
}) => {
  const context = await browser.newContext(inHongKong);
  const watched = await watch(context);
  const page = await context.newPage();
  const email = freshMailbox("mei");
  await page.goto(home());
  await page.getByRole("link", { name: "Massage" }).click();
  await page.getByRole("link", { name: "Bo Lee" }).click();
  await page.getByLabel("Hot stones").check();
  await page.getByRole("button", { name: "Show times with these" }).click();
  await expect(page.getByLabel("Hot stones")).toBeChecked();
  const start = await times(page).first().getAttribute("value");
  await times(page).first().click();
  await expect(page.getByText("This time is kept for you until")).toBeVisible();
  await expect(page.getByText("Massage + Hot stones")).toBeVisible();
  await expect(page.getByText("HK$560.00")).toBeVisible();
  await fillIn(page, "Mei Chan", email);
  await submit(page).click();
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  const mine = (await bookings()).filter(({ customer }) => customer.name === "Mei Chan");
  expect(mine).toMatchObject([{ serviceName: "Massage", staffName: "Bo Lee", startTime: start }]);
  const { text } = await nextMail(email);
  expect(text).toContain("/b/org_");
  await page.getByRole("link", { name: "See or change this booking" }).click();
  await expect(page.getByRole("heading", { name: "Your booking", exact: true })).toBeVisible();
  // Back at the form, the same form sent again makes no second booking.
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  // The form is a step of the same document, so there may be no load to wait for: what it shows says that we are there.
  await page.goBack({ waitUntil: "commit" });
  await fillIn(page, "Mei Chan", email);
  await submit(page).click();
  // A form that was kept is answered as before; one that was rendered anew finds its own time taken.
  const [again, taken] = [page.getByText("Your booking is confirmed"), page.getByText("This time is taken")];
  await expect(again.or(taken)).toBeVisible();
  expect(watched.problems).toEqual([]);
  expect((await bookings()).filter(({ customer }) => customer.name === "Mei Chan")).toHaveLength(1);
  await context.close();
});

test("of two visitors who want one time one gets it, and the other books a near one with one press", async ({
  browser,
}) => {
  const { key } = studio;
  const only = await ask("create_service", { name: "Only one", durationMinutes: 60 }, key);
  const address = `${home()}/${only.id}`;
  const pages = await Promise.all([1, 2].map(async () => (await browser.newContext(inHongKong)).newPage()));
  const [first, second] = pages as [Page, Page];
  await first.goto(address);
  const start = (await times(first).first().getAttribute("value")) ?? "";
  // Both came to the form of the same time, by a link that keeps nothing.
  for (const [index, page] of pages.entries()) {
    await page.goto(`${address}/details?start=${encodeURIComponent(start)}`);
    await fillIn(page, `Racer ${index + 1}`, freshMailbox("racer"));
  }
  await Promise.all(pages.map((page) => submit(page).click()));
  const done = (page: Page) => page.getByRole("heading", { name: "Your booking is confirmed" });
  const lost = (page: Page) => page.getByText("This time is taken");
  await Promise.all(pages.map((page) => expect(done(page).or(lost(page))).toBeVisible()));
  const [loser] = (await lost(first).isVisible()) ? [first] : [second];
  await expect(lost(loser)).toBeVisible();
  await expect(loser.getByLabel("Your name")).toHaveValue(/Racer/);
  await loser.locator("button[name=otherStart]").first().click();
  await expect(done(loser)).toBeVisible();
  const starts = (await bookings())
    .filter(({ serviceName }) => serviceName === "Only one")
    .map((each) => each.startTime);
  expect(new Set(starts).size).toBe(2);
  expect(starts).toContain(start);
  for (const page of pages) await page.context().close();
});

test("a time that was taken while a visitor looked leads back to the times with the reason", async ({ browser }) => {
  const { id } = await ask("create_service", { name: "Rare", durationMinutes: 60 });
  const page = await (await browser.newContext(inHongKong)).newPage();
  await page.goto(`${home()}/${id}`);
  const start = (await times(page).first().getAttribute("value")) ?? "";
  await ask("create_booking", { serviceId: id, start, customer: { name: "Faster", email: freshMailbox() } });
  await times(page).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "This time is taken" })).toBeVisible();
  await expect(page.locator(`button[value="${start}"]`)).toHaveCount(0);
  await page.context().close();
});

test("a full class offers its wait-list, and a place that becomes free is offered by mail", async ({ browser }) => {
  const context = await browser.newContext(inHongKong);
  const page = await context.newPage();
  const email = freshMailbox("waiting");
  await page.goto(`${home()}/${studio.yoga}`);
  await page.getByRole("button", { name: "Book", exact: true }).nth(3).click();
  await expect(page.getByText("This time is kept for you until")).toBeVisible();
  await test.step("nobody else sees the place while it is being filled in", async () => {
    const other = await context.newPage();
    await other.goto(`${home()}/${studio.yoga}`);
    await expect(other.getByRole("link", { name: "Join the wait-list" })).toBeVisible();
    await other.close();
  });
  await fillIn(page, "First Comer", freshMailbox());
  await submit(page).click();
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  await page.goto(`${home()}/${studio.yoga}`);
  await page.getByRole("link", { name: "Join the wait-list" }).click();
  await expect(page.getByText("This class is full.")).toBeVisible();
  await fillIn(page, "Patient", email);
  await page.getByRole("button", { name: "Join the wait-list" }).click();
  await expect(page.getByRole("heading", { name: "You are on the wait-list" })).toBeVisible();
  const { items } = (await ask("list_bookings", { limit: 100 })) as { items: (Booking & { id: string })[] };
  const taken = items.find(({ customer }) => customer.name === "First Comer");
  await ask("cancel_booking", { bookingId: taken?.id });
  expect((await nextMail(email)).subject).toContain("place");
  await context.close();
});

test("without scripts everything is a plain form, in the business's zone, and a mistake keeps what was typed", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB", timezoneId: "Europe/London" });
  const page = await context.newPage();
  await page.goto(home());
  await page.getByRole("link", { name: "Massage" }).click();
  await expect(page.getByText("Times are shown in the business’s time zone, Asia/Hong_Kong.")).toBeVisible();
  await page.getByText("Choose another time zone").click();
  await page.getByLabel("Time zone").selectOption("Europe/London");
  await page.getByRole("button", { name: "Show times", exact: true }).click();
  await expect(page.getByText("Times are shown in your time zone, Europe/London.")).toBeVisible();
  await page.getByRole("link", { name: "Later" }).click();
  await times(page).nth(2).click();
  await expect(page.getByText("At the business:")).toBeVisible();
  await fillIn(page, "Plain Jane", "jane@localhost");
  await submit(page).click();
  await expect(page.getByLabel("Your name")).toHaveValue("Plain Jane");
  await expect(page.getByLabel("E-mail", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail", { exact: true }).fill(freshMailbox("jane"));
  await submit(page).click();
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  await context.close();
});

test("a visitor elsewhere sees their own zone and language, and the mail speaks it", async ({ browser }) => {
  const context = await browser.newContext({ timezoneId: "America/New_York", locale: "zh-HK" });
  const page = await context.newPage();
  const email = freshMailbox("siu-ming");
  await page.goto(home());
  await page.getByRole("link", { name: "Massage" }).click();
  await expect(page.getByText("時間以你的時區 America/New_York 顯示。")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await times(page).nth(4).click();
  await expect(page.getByText("商戶當地時間")).toBeVisible();
  await page.getByLabel("你的姓名").fill("陳小明");
  await page.getByLabel("電郵", { exact: true }).fill(email);
  await page.getByRole("main").getByRole("button", { name: "預約", exact: true }).click();
  await expect(page.getByRole("heading", { name: "你的預約已確認" })).toBeVisible();
  expect((await nextMail(email)).text).toContain("你的預約已確認");
  // The language can be chosen in the address too, where there are no cookies.
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  await context.close();
});

test("an unknown address is not found, and a page that is off says so and is kept out of searches", async ({
  page,
}) => {
  expect((await page.goto("/book/nobody-is-here"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no booking page here" })).toBeVisible();
  const { key } = await registerByAgent("Closed Studio");
  const { slug } = await ask("update_booking_page", { welcome: "Soon" }, key);
  await page.goto(`/book/${slug}`);
  await expect(page.getByText("does not take bookings on this page at the moment")).toBeVisible();
  // For a moment the tag stands twice: where it was streamed to, and in the head.
  const robots = page.locator("meta[name=robots]").first();
  await expect(robots).toHaveAttribute("content", /noindex/);
  await page.goto(home());
  await expect(robots).toHaveAttribute("content", /^index/);
  await expect(page).toHaveTitle("Book with Stretch + Breathe");
});

test("only a website that the business named can show the page in a frame, and its height follows", async ({
  page,
}) => {
  const { embedSnippet } = (await ask("get_booking_page", {})) as { embedSnippet: string };
  const site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end(`<!doctype html><title>Site</title>${embedSnippet}`);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const there = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const framed = page.frameLocator("iframe").getByRole("heading", { name: "Book online" });
  try {
    await page.goto(there);
    await expect(page.locator("iframe")).toBeVisible();
    await expect(framed).toHaveCount(0);
    await ask("update_booking_page", { frameAncestors: [there] });
    await page.goto(there);
    await expect(framed).toBeVisible();
    await page.setViewportSize({ width: 420, height: 700 });
    const height = () => page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().height);
    const ofServices = await height();
    await page.frameLocator("iframe").getByRole("link", { name: "Massage" }).click();
    // Late in the day few times are left, but people, extras and days need room at any hour.
    await expect.poll(height).toBeGreaterThan(ofServices + 200);
    // The whole way works inside the frame, where no cookie is kept.
    await page.frameLocator("iframe").locator("button[name=start]").nth(5).click();
    await page.frameLocator("iframe").getByLabel("Your name").fill("Framed Fay");
    await page.frameLocator("iframe").getByLabel("E-mail", { exact: true }).fill(freshMailbox("fay"));
    await page.frameLocator("iframe").getByRole("button", { name: "Book", exact: true }).click();
    await expect(page.frameLocator("iframe").getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  } finally {
    site.close();
  }
  const headersOf = async (path: string) => (await fetch(`${origin()}${path}`)).headers;
  const book = await headersOf(home());
  expect(book.get("content-security-policy")).toContain(`frame-ancestors 'self' ${there}`);
  for (const path of ["/", "/sign-in", "/book/nobody-is-here"]) {
    expect((await headersOf(path)).get("content-security-policy"), path).toContain("frame-ancestors 'none'");
  }
  expect((await headersOf("/sign-in")).get("x-frame-options")).toBe("DENY");
});

test("the owner turns the page on, names its address and gets the snippet", async ({ page }) => {
  const { email } = await registerByAgent("Kiln & Clay");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/booking-page");
  await expect(page.getByText("There is nothing to book yet")).toBeVisible();
  const slug = `kiln-${Date.now().toString(36)}`;
  await page.getByLabel("Status").selectOption("on");
  await page.getByLabel("Address").fill(slug);
  await page.getByLabel("Websites that may show the page").fill("https://kiln.example/shop");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Websites that may show the page")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Websites that may show the page").fill("https://kiln.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The booking page is saved.")).toBeVisible();
  await expect(page.getByText(`/book/${slug}"`)).toBeVisible();
  await page.goto(`/book/${slug}`);
  await expect(page.getByText("There is nothing to book online at the moment.")).toBeVisible();
});

const sizes = [
  { name: "desk", viewport: { width: 1280, height: 720 } },
  { name: "phone", viewport: { width: 360, height: 740 } },
];

test("every step is accessible, fits a phone, keeps its policy, is light and paints at once", async ({ browser }) => {
  test.setTimeout(240_000);
  const start = await fetch(`${origin()}${home()}/${studio.massage}`).then((answer) => answer.text());
  const instant = /value="(\d{4}-\d{2}-\d{2}T[^"]+Z)"/.exec(start)?.[1] ?? "";
  const details = `${home()}/${studio.massage}/details?start=${encodeURIComponent(instant)}`;
  expect(instant).not.toBe("");
  const steps = [home(), `${home()}/${studio.massage}`, `${home()}/${studio.yoga}`, details];
  for (const { name, viewport } of sizes) {
    const context = await browser.newContext({ ...inHongKong, viewport });
    const watched = await watch(context);
    const page = await context.newPage();
    for (const address of steps) {
      await page.goto(address, { waitUntil: "networkidle" });
      await expectSound(page, `${address} (${name})`);
      const { scripts } = await page.evaluate(measure);
      // The quickest of three: the machine that runs this runs other things too.
      let paint = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 3 && paint > 1_000; i++) {
        await page.goto(address, { waitUntil: "networkidle" });
        paint = Math.min(paint, (await page.evaluate(measure)).paint);
      }
      console.log(
        `${name} ${address.replace(home(), "")}: ${Math.round(scripts / 1024)} kB of scripts, LCP ${Math.round(paint)} ms`,
      );
      expect.soft(paint, `largest paint of ${address} (${name})`).toBeLessThanOrEqual(1_000);
      expect.soft(scripts, `scripts of ${address}`).toBeLessThanOrEqual(190 * 1024);
    }
    expect.soft(watched.problems, name).toEqual([]);
    await context.close();
  }
});

/** Compressed script bytes that the page loaded, and when its largest part was painted. */
function measure(): Promise<{ scripts: number; paint: number }> {
  const scripts = performance
    .getEntriesByType("resource")
    .filter((entry): entry is PerformanceResourceTiming => entry.name.includes(".js"))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  return new Promise((resolve) => {
    let paint = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) paint = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(() => resolve({ scripts, paint }), 250);
  });
}

test("the whole way can be walked by keyboard", async ({ browser }) => {
  const page = await (await browser.newContext(inHongKong)).newPage();
  await page.goto(home());
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
  const tabTo = async (fits: (text: string) => boolean) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      if (fits(await focused())) return;
    }
    throw new Error("not reached by Tab");
  };
  await tabTo((text) => text === "Massage");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/${studio.massage}**`);
  await expect(times(page).first()).toBeVisible();
  await tabTo((text) => /^\d{1,2}:\d{2}/.test(text));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/details**");
  await page.getByLabel("Your name").focus();
  await page.keyboard.type("Keyboard Kay");
  await page.keyboard.press("Tab");
  await page.keyboard.type(freshMailbox("kay"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your booking is confirmed" })).toBeVisible();
  await page.context().close();
});
