import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, randomAddress, randomMailbox, stranger } from "@/e2e/support/workspace";
import { issueFormProof } from "@/lib/auth/form-proof";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "../accounts/create-account";
import { updateBookingSettings } from "../booking-settings/update-booking-settings";
import { cancelBooking } from "../bookings/cancel-booking";
import { readLinkedBooking } from "../bookings/read-linked-booking";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { addClosure } from "../opening-hours/add-closure";
import { createService } from "../services/create-service";
import { createServiceAddOn } from "../services/create-service-add-on";
import { createStaffMember } from "../staff/create-staff-member";
import { bookPublicSlot } from "./book-public-slot";
import { holdPublicSlot } from "./hold-public-slot";
import { joinPublicWaitlist } from "./join-public-waitlist";
import { readPublicBookingPage } from "./read-public-booking-page";
import { readPublicSlot } from "./read-public-slot";
import { readPublicSlots } from "./read-public-slots";
import { updateBookingPage } from "./update-booking-page";

const slug = `studio-${Date.now().toString(36)}`;
const otherSlug = `${slug}-other`;
let studio: Studio;
let other: Studio;
let addOnId: string;
// Issued long before they are sent, as a form that a person fills.
const tokens = Array.from({ length: 80 }, () => issueFormProof(slug));
const formToken = () => tokens.pop() ?? "";

beforeAll(async () => {
  [studio, other] = await Promise.all([openStudio("Stretch"), openStudio("Other studio")]);
  await execute(updateBookingPage, studio.caller, { slug, isOn: true, welcome: "Come early." });
  await execute(updateBookingPage, other.caller, { slug: otherSlug, isOn: true });
  await execute(updateBookingSettings, studio.caller, { quietHoursFrom: "03:00", quietHoursTo: "03:00" });
  const extra = { serviceId: studio.massageId, name: "Longer", durationMinutes: 30, price: "100.00" };
  addOnId = (await execute(createServiceAddOn, studio.caller, extra)).data.id;
});

/** 10:00 in Hong Kong, some days ahead, as an instant. */
const at = (day: number, hour = 10) =>
  new Date(`${studio.day(day)}T${String(hour).padStart(2, "0")}:00+08:00`).toISOString();

const wish = (start: string, more: Record<string, unknown> = {}) => ({
  slug,
  serviceId: studio.massageId,
  start,
  name: "Mei Chan",
  email: randomMailbox(),
  formToken: formToken(),
  ...more,
});

const bookingsAt = (start: string) =>
  systemDb().booking.findMany({ where: { organisationId: studio.organisationId, startsAt: new Date(start) } });

const mailsTo = (recipient: string) => systemDb().outboxMail.findMany({ where: { recipient }, orderBy: { id: "asc" } });

describe("what the page shows", () => {
  it("is what the business publishes and nothing else", async () => {
    const hidden = { name: "Secret", durationMinutes: 30, visibility: "hidden" as const };
    await execute(createService, studio.caller, hidden);
    await execute(createStaffMember, studio.caller, { name: "Bookkeeper" });
    const { data } = await execute(readPublicBookingPage, stranger(), { slug: slug.toUpperCase().toLowerCase() });
    expect(data).toMatchObject({ businessName: "Stretch", welcome: "Come early.", timezone: "Asia/Hong_Kong" });
    expect(data.services.map(({ name }) => name)).toEqual(["Massage", "Yoga"]);
    expect(data.services[0]?.staff).toEqual([{ id: studio.teacherId, name: "Anna" }]);
    expect(JSON.stringify(data)).not.toMatch(/Secret|Bookkeeper|organisationId|org_|commission/);
  });

  it("is its name when it is off, and nothing at an address that nobody has", async () => {
    const off = await openStudio("Shut");
    const own = `${slug}-shut`;
    await execute(updateBookingPage, off.caller, { slug: own, welcome: "Not yet" });
    const { data } = await execute(readPublicBookingPage, stranger(), { slug: own });
    expect(data).toMatchObject({ isOn: false, businessName: "Shut", welcome: null, services: [] });
    const look = { slug: own, serviceId: off.massageId };
    expect(await refusal(execute(readPublicSlots, stranger(), look))).toMatchObject({ kind: "precondition_failed" });
    for (const nowhere of [`${slug}-nowhere`, "../etc", "%00", "STRETCH"]) {
      expect(await refusal(execute(readPublicBookingPage, stranger(), { slug: nowhere }))).toMatchObject({
        kind: "not_found",
      });
    }
    await systemDb().organisation.update({ where: { id: off.organisationId }, data: { deletedAt: new Date() } });
    expect((await refusal(execute(readPublicBookingPage, stranger(), { slug: own }))).kind).toBe("not_found");
  });

  it("lists free times by the days of the visitor's zone", async () => {
    const look = { slug, serviceId: studio.massageId, from: studio.day(3), days: 2 };
    const business = await execute(readPublicSlots, stranger(), look);
    const visitor = await execute(readPublicSlots, stranger(), { ...look, zone: "America/Los_Angeles" });
    const first = business.data.days[0]?.slots[0]?.startTime;
    expect(first).toBe(at(3, 9));
    // 09:00 in Hong Kong is the evening before in Los Angeles.
    const sameDay = visitor.data.days[0]?.slots.map(({ startTime }) => startTime) ?? [];
    expect(sameDay).not.toContain(first);
    expect(sameDay).toContain(at(4, 9));
    expect(
      visitor.data.days.every(({ date, slots }) => slots.every(({ startTime }) => dayIn(startTime) === date)),
    ).toBe(true);
  });

  it("begins with the first day that has a free time", async () => {
    await execute(updateBookingSettings, studio.caller, { minimumNoticeMinutes: 5 * 1_440 });
    const { data } = await execute(readPublicSlots, stranger(), { slug, serviceId: studio.massageId });
    await execute(updateBookingSettings, studio.caller, { minimumNoticeMinutes: 0 });
    expect(data.from >= studio.day(5)).toBe(true);
    expect(data.days[0]?.slots.length).toBeGreaterThan(0);
  });
});

const dayIn = (instant: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "America/Los_Angeles", dateStyle: "short" }).format(new Date(instant));

describe("booking", () => {
  it("takes the held time with add-ons, confirms by mail in the visitor's language, and is seen by the business", async () => {
    const start = at(2);
    const what = { slug, serviceId: studio.massageId, start, addOnIds: [addOnId] };
    const visitor = stranger();
    const { data: hold } = await execute(holdPublicSlot, visitor, what);
    expect(hold.holdId).toMatch(/^hold_/);
    const shown = await execute(readPublicSlots, stranger(), {
      slug,
      serviceId: studio.massageId,
      from: studio.day(2),
      days: 1,
    });
    expect(shown.data.days[0]?.slots.map(({ startTime }) => startTime)).not.toContain(start);
    const holdId = hold.holdId ?? "";
    const input = wish(start, {
      addOnIds: [addOnId],
      holdId,
      language: "zh-Hant",
      notes: "First visit",
      marketing: true,
    });
    const { data } = await execute(bookPublicSlot, visitor, input);
    expect((await execute(readLinkedBooking, stranger(), { token: data.token ?? "" })).data).toMatchObject({
      serviceName: "Massage",
      staffName: "Anna",
      status: "confirmed",
    });
    const [booking] = await bookingsAt(start);
    expect(booking).toMatchObject({
      source: "public_page",
      notes: "First visit",
      priceMinor: 58_000n,
      customerName: "Mei Chan",
    });
    expect(booking && booking.endsAt.getTime() - booking.startsAt.getTime()).toBe(90 * 60_000);
    const [mail] = await mailsTo(input.email);
    expect(mail).toMatchObject({ template: "booking_confirmation", locale: "zh-Hant" });
    const account = await systemDb().account.findFirst({
      where: { organisationId: studio.organisationId, email: input.email },
    });
    expect(account).toMatchObject({ language: "zh-Hant", source: "online" });
    const consent = await systemDb().consentRecord.findFirst({ where: { accountId: account?.id ?? "" } });
    expect(consent).toMatchObject({ status: "granted", purpose: "marketing", source: "web_form" });
    const events = await auditOf(studio.organisationId, "book_public_slot");
    expect(JSON.stringify(events)).not.toContain(input.formToken);
  });

  it("makes one booking of one form, sent twice at once and again later", async () => {
    const input = wish(at(2, 14));
    const both = await Promise.all([1, 2].map(() => execute(bookPublicSlot, stranger(), input)));
    const later = await execute(bookPublicSlot, stranger(), input);
    expect(new Set([...both, later].map(({ data }) => data.token)).size).toBe(1);
    expect(await bookingsAt(input.start)).toHaveLength(1);
    expect(await mailsTo(input.email)).toHaveLength(1);
  });

  it("gives a time that two want to one, and offers the other the nearest free ones", async () => {
    const start = at(3, 11);
    const outcomes = await Promise.allSettled([1, 2].map(() => execute(bookPublicSlot, stranger(), wish(start))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    const { code, details } = (lost?.reason ?? {}) as { code: string; details: { alternatives: object[] } };
    expect(code).toBe("slot_taken");
    expect(details.alternatives).toHaveLength(5);
    expect(Object.keys(details.alternatives[0] ?? {}).sort()).toEqual(["remainingCapacity", "startTime"]);
    expect(await bookingsAt(start)).toHaveLength(1);
  });

  it("refuses with the rule's name what the business's rules forbid", async () => {
    const past = await refusal(execute(bookPublicSlot, stranger(), wish(at(-1))));
    expect(past).toMatchObject({ code: "not_bookable", details: { rule: "past" } });
    const far = await refusal(execute(bookPublicSlot, stranger(), wish(at(400))));
    expect(far).toMatchObject({ code: "not_bookable", details: { rule: "horizon" } });
    const closed = await refusal(execute(bookPublicSlot, stranger(), wish(at(3, 3))));
    expect(closed).toMatchObject({ code: "not_bookable", details: { rule: "openingHours" } });
    const crowd = await refusal(execute(bookPublicSlot, stranger(), wish(at(3, 12), { participants: 2 })));
    expect(crowd).toMatchObject({ kind: "invalid_input", details: { field: "participants" } });
  });

  it("keeps a place of a class while its visitor types, for that visitor only and for a while", async () => {
    const lesson = { slug, serviceId: studio.classId, start: at(23, 18) };
    const remaining = async (holdId?: string) =>
      (await execute(readPublicSlot, stranger(), { ...lesson, holdId })).data.remaining;
    const [mine, theirs] = [
      (await execute(holdPublicSlot, stranger(), lesson)).data.holdId,
      (await execute(holdPublicSlot, stranger(), lesson)).data.holdId,
    ];
    expect([await remaining(), await remaining(mine), await remaining(theirs)]).toEqual([0, 1, 1]);
    expect((await refusal(execute(holdPublicSlot, stranger(), lesson))).code).toBe("class_full");
    expect((await refusal(execute(bookPublicSlot, stranger(), wish(lesson.start, lesson)))).code).toBe("class_full");
    await execute(bookPublicSlot, stranger(), wish(lesson.start, { ...lesson, holdId: mine }));
    await systemDb().$executeRaw`UPDATE booking_allocations SET expires_at = now() WHERE holder_id = ${theirs}`;
    await execute(bookPublicSlot, stranger(), wish(lesson.start, lesson));
    expect(await bookingsAt(lesson.start)).toHaveLength(2);
    expect(await remaining()).toBe(0);
  });

  it("tells no stranger why somebody is away, or what a closure is called", async () => {
    const away = { staffId: studio.teacherId, dateFrom: studio.day(21), reason: "Chemotherapy" };
    await execute(addClosure, studio.caller, away);
    await execute(addClosure, studio.caller, { dateFrom: studio.day(22), reason: "Funeral of the owner" });
    for (const [day, rule] of [
      [21, "notOffered"],
      [22, "closed"],
    ] as const) {
      const refused = await refusal(execute(bookPublicSlot, stranger(), wish(at(day))));
      expect(refused).toMatchObject({ code: "not_bookable", details: { rule } });
      expect(refused.details?.alternatives).toHaveLength(5);
      expect(JSON.stringify(refused.toBody())).not.toMatch(/Chemo|Funeral|Anna|away|timeOff|mem_/);
      const held = { slug, serviceId: studio.massageId, start: at(day) };
      expect((await refusal(execute(holdPublicSlot, stranger(), held))).details?.rule).toBe(rule);
    }
  });

  it("offers a full class's wait-list, and only then", async () => {
    const start = at(4, 18);
    const lesson = { serviceId: studio.classId };
    const slot = await execute(readPublicSlot, stranger(), { slug, ...lesson, start });
    expect(slot.data).toMatchObject({ remaining: 2, mostParticipants: 2 });
    const queue = () => {
      const { name, email, formToken: token } = wish(start);
      return { slug, occurrenceId: slot.data.occurrenceId ?? "", name, email, formToken: token };
    };
    expect((await refusal(execute(joinPublicWaitlist, stranger(), queue()))).kind).toBe("precondition_failed");
    await execute(bookPublicSlot, stranger(), wish(start, { ...lesson, participants: 2 }));
    const full = await refusal(execute(bookPublicSlot, stranger(), wish(start, lesson)));
    expect(full).toMatchObject({ code: "class_full", details: { occurrenceId: slot.data.occurrenceId } });
    const waiting = queue();
    await execute(joinPublicWaitlist, stranger(), waiting);
    const entry = await systemDb().waitlistEntry.findFirst({ where: { customerEmail: waiting.email } });
    expect(entry).toMatchObject({ status: "waiting" });
    const [booked] = await bookingsAt(start);
    await execute(cancelBooking, studio.caller, { bookingId: booked?.id });
    expect((await mailsTo(waiting.email)).map(({ template }) => template)).toEqual(["waitlist_offer"]);
  });
});

describe("who the customer is", () => {
  it("is found by mailbox, or by phone and name, without showing or changing anything of theirs", async () => {
    const email = randomMailbox();
    const mei = { name: "Chan Mei Ling", email, phone: "+85291234567" };
    const known = (await execute(createAccount, studio.caller, mei)).data.account;
    const { data } = await execute(
      bookPublicSlot,
      stranger(),
      wish(at(5, 9), { name: "M.", email, phone: "+85261112222" }),
    );
    const byPhone = await execute(
      bookPublicSlot,
      stranger(),
      wish(at(5, 11), { name: "mei ling chan", phone: "9123 4567" }),
    );
    for (const start of [at(5, 9), at(5, 11)]) expect((await bookingsAt(start))[0]?.accountId).toBe(known.id);
    expect(JSON.stringify([data, byPhone.data])).not.toMatch(/Ling|acc_/);
    const account = await systemDb().account.findFirst({ where: { id: known.id } });
    expect(account).toMatchObject({ name: mei.name, phone: mei.phone, email });
  });

  it("is nobody else because of a phone, and the page answers as it does to everybody", async () => {
    const phone = "+85298765432";
    const tai = { name: "Chan Tai Man", phone };
    const known = (await execute(createAccount, studio.caller, tai)).data.account;
    const answers = [];
    for (const [hour, number] of [
      [13, phone],
      [15, "+85298765433"],
    ] as const) {
      const visitor = wish(at(5, hour), { name: "Somebody", phone: number });
      answers.push((await execute(bookPublicSlot, stranger(), visitor)).data);
    }
    const [withIt, without] = answers.map((answer) => Object.keys(answer).sort());
    expect(withIt).toEqual(without);
    const [booking] = await bookingsAt(at(5, 13));
    expect(booking).toMatchObject({ customerName: "Somebody", customerPhone: phone });
    expect(booking?.accountId).not.toBe(known.id);
  });

  it("is a newcomer rather than a guess when a shared mailbox knows nobody of that name", async () => {
    const email = randomMailbox();
    for (const name of ["Ann", "Ben"]) {
      await execute(createAccount, studio.caller, { name, email, onDuplicate: "share" });
    }
    await execute(bookPublicSlot, stranger(), wish(at(6, 9), { name: "Ben", email }));
    await execute(bookPublicSlot, stranger(), wish(at(6, 11), { name: "Cleo", email }));
    const names = await systemDb().account.findMany({
      where: { email },
      orderBy: { id: "asc" },
      select: { name: true },
    });
    expect(names.map(({ name }) => name)).toEqual(["Ann", "Ben", "Cleo"]);
  });

  it("is not told by a rule about customers: the page answers the same, the mailbox learns it", async () => {
    await execute(updateBookingSettings, studio.caller, { maximumUpcomingPerCustomer: 1 });
    const first = wish(at(7, 9));
    const second = wish(at(7, 11), { email: first.email });
    const answers = [first, second].map(async (each) => (await execute(bookPublicSlot, stranger(), each)).data.token);
    expect(await answers[0]).toBeNull();
    expect(await answers[1]).toBeNull();
    await execute(updateBookingSettings, studio.caller, { maximumUpcomingPerCustomer: null });
    const made = [...(await bookingsAt(first.start)), ...(await bookingsAt(second.start))];
    expect(made).toHaveLength(1);
    expect((await mailsTo(first.email)).map(({ template }) => template).sort()).toEqual([
      "booking_confirmation",
      "booking_refused",
    ]);
    // The place of the refused one is free again.
    await execute(
      bookPublicSlot,
      stranger(),
      wish(made[0]?.startsAt.getTime() === Date.parse(first.start) ? second.start : first.start),
    );
  });
});

describe("bots and floods", () => {
  it("are stopped by what people cannot do: a hidden field, a forged or a borrowed form", async () => {
    const start = at(8);
    for (const more of [
      { website: "https://spam.example" },
      { formToken: "abc.def.ghi" },
      { formToken: issueFormProof(otherSlug) },
    ]) {
      const refused = await refusal(execute(bookPublicSlot, stranger(), wish(start, more)));
      expect(refused).toMatchObject({ kind: "precondition_failed", details: { rule: "formRejected" } });
    }
    expect(await bookingsAt(start)).toEqual([]);
  });

  it("are answered no sooner than a person could have filled the form", async () => {
    const begun = Date.now();
    await execute(bookPublicSlot, stranger(), wish(at(8, 15), { formToken: issueFormProof(slug) }));
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it("hold six times at once at most, and give back what is replaced", async () => {
    const visitor = stranger(randomAddress());
    const hold = async (hour: number, replaces?: string) =>
      (await execute(holdPublicSlot, visitor, { slug, serviceId: studio.massageId, start: at(9, hour), replaces })).data
        .holdId ?? "";
    const held: string[] = [];
    for (let hour = 9; hour < 15; hour++) held.push(await hold(hour));
    expect((await refusal(hold(15))).kind).toBe("rate_limited");
    expect((await refusal(hold(15, "hold_000000000000000000000000"))).kind).toBe("rate_limited");
    await execute(bookPublicSlot, visitor, wish(at(9, 9), { holdId: held[0] }));
    const moved = await hold(16);
    expect(await hold(17, moved)).toMatch(/^hold_/);
    const free = await execute(readPublicSlots, stranger(), {
      slug,
      serviceId: studio.massageId,
      from: studio.day(9),
      days: 1,
    });
    expect(free.data.days[0]?.slots.map(({ startTime }) => startTime)).toContain(at(9, 16));
  });

  it("fill one mailbox with a few bookings and no more, from however many addresses", async () => {
    const email = randomMailbox();
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) {
      const work = execute(bookPublicSlot, stranger(), wish(at(10 + i, 20), { email }));
      codes.push(
        await work.then(
          () => "booked",
          ({ code }) => code,
        ),
      );
    }
    expect(codes.filter((code) => code === "booked")).toHaveLength(8);
    expect(codes.at(-1)).toBe("rate_limited");
  });
});

describe("another business's records", () => {
  it("do not exist on this page", async () => {
    const start = at(20);
    const theirs = await other.book(`${other.day(20)}T10:00`);
    const look = { slug, serviceId: other.massageId };
    const codes = await Promise.all(
      [
        execute(readPublicSlots, stranger(), look),
        execute(readPublicSlot, stranger(), { ...look, start }),
        execute(holdPublicSlot, stranger(), { ...look, start }),
        execute(bookPublicSlot, stranger(), wish(start, look)),
        execute(bookPublicSlot, stranger(), wish(start, { staffId: other.teacherId })),
        execute(readPublicSlots, stranger(), { slug: otherSlug, serviceId: other.massageId, addOnIds: [addOnId] }),
        execute(joinPublicWaitlist, stranger(), {
          slug,
          occurrenceId: `occ_${other.scheduleId.slice(4)}_${other.day(20).replaceAll("-", "")}`,
          name: "Mei",
          email: randomMailbox(),
          formToken: formToken(),
        }),
      ].map((work) => refusal(work).then(({ code }) => code)),
    );
    expect(codes).toEqual(codes.map(() => "not_found"));
    const { data: hold } = await execute(holdPublicSlot, stranger(), {
      slug: otherSlug,
      serviceId: other.massageId,
      start: at(20, 14),
    });
    await execute(bookPublicSlot, stranger(), wish(at(20, 14), { holdId: hold.holdId }));
    const kept = await refusal(other.book(`${other.day(20)}T14:00`));
    expect(kept.code).toBe("slot_taken");
    expect(theirs.status).toBe("confirmed");
  });
});
