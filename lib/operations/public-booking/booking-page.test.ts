import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded } from "@/e2e/support/operations";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { frameAncestorsOf } from "@/lib/auth/frame-ancestors";
import { execute } from "@/lib/kernel/execute";
import { slugOf, snippetOf } from "./booking-page";
import { getBookingPage } from "./get-booking-page";
import { updateBookingPage } from "./update-booking-page";

const slug = `page-${Date.now().toString(36)}`;
let ours: TestWorkspace;
let theirs: TestWorkspace;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeWorkspace("Stretch + Breathe"), makeWorkspace("Stretch + Breathe")]);
});

describe("get_booking_page", () => {
  itIsGuarded({ operation: getBookingPage, input: () => ({}), caller: () => ours.caller });

  it("suggests an address before anybody chose one, and is off", async () => {
    const { data } = await execute(getBookingPage, (await makeWorkspace("Crème & Söhne")).caller, {});
    expect(data).toMatchObject({ slug: "creme-sohne", isOn: false, version: 0, publishedServices: 0 });
    const chinese = await makeWorkspace("瑜伽館");
    expect((await execute(getBookingPage, chinese.caller, {})).data.slug).toMatch(/^[a-z0-9]{6}$/);
  });
});

describe("update_booking_page", () => {
  itIsGuarded({ operation: updateBookingPage, input: () => ({ isOn: true }), caller: () => ours.caller });

  it("gives two businesses of one name an address each when they just turn it on", async () => {
    const made = await Promise.all(
      [ours, theirs].map(async ({ caller }) => (await execute(updateBookingPage, caller, { isOn: true })).data.slug),
    );
    expect(new Set(made).size).toBe(2);
    for (const address of made) expect(address).toMatch(/^stretch-breathe/);
  });

  it("refuses an address that somebody has, also at the same moment, and keeps what was", async () => {
    await execute(updateBookingPage, ours.caller, { slug });
    const taken = await refusal(execute(updateBookingPage, theirs.caller, { slug }));
    expect(taken).toMatchObject({ code: "conflict", details: { field: "slug" } });
    const fresh = await Promise.all([makeWorkspace("One"), makeWorkspace("Two")]);
    const outcomes = await Promise.allSettled(
      fresh.map(({ caller }) => execute(updateBookingPage, caller, { slug: `${slug}-both` })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("names the field of an address or a website that cannot be one", async () => {
    for (const [field, value] of [
      ["slug", "Two Words"],
      ["slug", "a"],
      ["slug", "embed"],
      ["slug", "../x"],
      ["frameAncestors", ["https://shop.example/path"]],
      ["frameAncestors", ["https://shop.example; script-src *"]],
      ["frameAncestors", ["http://shop.example"]],
      ["frameAncestors", ["*"]],
    ] as const) {
      const refused = await refusal(execute(updateBookingPage, ours.caller, { [field]: value } as { slug: string }));
      expect(String(refused.details?.field), String(value)).toContain(field);
    }
  });

  it("lets the websites it names frame the page while it is on, and remembers what was for undo", async () => {
    const frameAncestors = ["https://www.shop.example", "https://*.shop.example"];
    await execute(updateBookingPage, ours.caller, { frameAncestors, isOn: true });
    expect(await frameAncestorsOf(slug)).toEqual(frameAncestors);
    await execute(updateBookingPage, ours.caller, { isOn: false });
    expect(await frameAncestorsOf(slug)).toEqual([]);
    expect(await frameAncestorsOf("'; DROP TABLE x; --")).toEqual([]);
    const events = await auditOf(ours.organisationId, "update_booking_page");
    expect(events.at(-1)).toMatchObject({ before: { isOn: true }, after: { isOn: false } });
  });

  it("refuses a change that was made from an older version", async () => {
    await refusal(execute(updateBookingPage, ours.caller, { welcome: "x", expectedVersion: 1 })).then(({ code }) =>
      expect(code).toBe("version_conflict"),
    );
  });
});

it("an address is made of a name's letters, and the snippet loads from this server only", () => {
  expect(slugOf("  Kiln & Clay!  ", "x1")).toBe("kiln-clay");
  expect(slugOf("api", "x1")).toBe("api-x1");
  expect(snippetOf("https://crm.example", "kiln").match(/src="([^"]+)"/g)).toEqual([
    'src="https://crm.example/book/kiln"',
    'src="https://crm.example/book/embed.js"',
  ]);
});
