import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { createBooking } from "./create-booking";
import { joinWaitlist } from "./join-waitlist";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let taiMan: string;
const phone = "9123 4567";
const mei = { name: "Mei Ling", phone };

beforeAll(async () => {
  studio = await openStudio();
  const tai = { name: "Chan Tai Man", localName: "陳大文", phone };
  taiMan = (await execute(createAccount, studio.caller, tai)).data.account.id;
});

let hours = 0;
const book = (customer: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  hours += 1;
  const start = `${studio.day(2 + Math.floor(hours / 10))}T${String(9 + (hours % 10)).padStart(2, "0")}:00`;
  return execute(createBooking, studio.caller, { serviceId: studio.massageId, start, customer, ...more });
};
const accountsWith = () =>
  systemDb().account.findMany({ where: { organisationId: studio.organisationId, phone: "+85291234567" } });

describe("a phone of somebody of another name", () => {
  it("is refused with who has it, and nothing is booked or made", async () => {
    const error = await refusal(book(mei));
    expect(error).toMatchObject({ code: "possible_duplicate", details: { matchedOn: ["phone"] } });
    expect(error.details?.candidates).toMatchObject([{ accountId: taiMan, phone: "+852•••••567" }]);
    expect(error.hint).not.toContain("Chan");
    expect(await accountsWith()).toHaveLength(1);
    expect(await systemDb().booking.count({ where: { organisationId: studio.organisationId } })).toBe(0);
  });

  it("is booked for the person who comes, under that customer, when they belong together: from then on without asking", async () => {
    const { data, summary } = await book({ ...mei, onDuplicate: "link" });
    expect(data).toMatchObject({ customer: { accountId: taiMan, name: "Mei Ling" }, accountName: "Chan Tai Man" });
    expect(summary).toContain("Mei Ling (under Chan Tai Man)");
    expect((await book({ name: "ling mei", phone })).data.customer).toMatchObject({ accountId: taiMan });
    expect(await accountsWith()).toHaveLength(1);
  });

  it("is booked for that customer, or for one of their own, as the user decided", async () => {
    const merged = await book({ name: "Mr Chan", phone, email: "tai@example.com", onDuplicate: "merge" });
    expect(merged.data.customer).toMatchObject({ accountId: taiMan, name: "Chan Tai Man", email: "tai@example.com" });
    const shared = await book({ name: "Kwok", phone, onDuplicate: "share" });
    expect(shared.data).toMatchObject({ customer: { name: "Kwok" }, accountName: null });
    expect(shared.data.customer.accountId).not.toBe(taiMan);
    expect(await accountsWith()).toHaveLength(2);
  });

  it("asks nothing when the name agrees, in any order and script", async () => {
    for (const name of ["tai man chan", "陳大文"]) {
      expect((await book({ name, phone })).data).toMatchObject({ customer: { accountId: taiMan }, accountName: null });
    }
  });

  it("is refused on the wait-list, too", async () => {
    const full = await studio.book(`${studio.day(3)}T18:00`, { serviceId: studio.classId, participants: 2 });
    const wait = { occurrenceId: full.occurrenceId ?? "", customer: { name: "Somebody", phone } };
    expect((await refusal(execute(joinWaitlist, studio.caller, wait))).code).toBe("possible_duplicate");
  });
});

it("keeps the name of who comes when the account is somebody else's", async () => {
  const { data } = await book({ accountId: taiMan, name: "Little Chan" });
  expect(data).toMatchObject({ customer: { accountId: taiMan, name: "Little Chan" }, accountName: "Chan Tai Man" });
});

it("offers those who have the name among theirs, the last who came first, and guesses nobody", async () => {
  const wongs = ["Wong Siu Ming", "Wong Siu Fong"].map((name) => execute(createAccount, studio.caller, { name }));
  const [ming, fong] = (await Promise.all(wongs)).map(({ data }) => data.account.id);
  const { data: visit } = await book({ accountId: ming });
  const past = new Date(Date.now() - 86_400_000);
  await systemDb().booking.updateMany({
    where: { id: visit.id },
    data: { startsAt: past, endsAt: new Date(past.getTime() + 3_600_000) },
  });
  const error = await refusal(book({ name: "siu" }));
  expect(error).toMatchObject({
    code: "not_found",
    details: {
      candidates: [
        { accountId: ming, lastVisit: past.toISOString() },
        { accountId: fong, lastVisit: null },
      ],
    },
  });
  expect((await refusal(book({ name: "Nobody Known" }))).details?.candidates).toBeUndefined();
});

it("gives one customer one place in a class, unless the user wants another", async () => {
  const start = `${studio.day(4)}T18:00`;
  const lesson = { serviceId: studio.classId, start, customer: { accountId: taiMan } };
  const first = await execute(createBooking, studio.caller, lesson);
  const error = await refusal(execute(createBooking, studio.caller, lesson));
  expect(error).toMatchObject({
    code: "not_bookable",
    details: { rule: "alreadyInClass", bookingId: first.data.id },
  });
  const second = await execute(createBooking, studio.caller, { ...lesson, allowSecond: true });
  expect(second.data.occurrenceId).toBe(first.data.occurrenceId);
  const child = { ...lesson, start: `${studio.day(5)}T18:00` };
  await execute(createBooking, studio.caller, child);
  const { data } = await execute(createBooking, studio.caller, {
    ...child,
    customer: { accountId: taiMan, name: "Little Chan" },
  });
  expect(data.customer.name).toBe("Little Chan");
});
