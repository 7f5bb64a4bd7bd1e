import { mailsOf, nextMail } from "../support";
import { dayIn, type Hand, type Place } from "./hand";

/** Other studios of the same server have a customer of this address too. */
const CUSTOMER_MAIL = "wong.ka-yan@example.com";
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

export async function addBookings({ call, say }: Hand, customers: string[]): Promise<Place[]> {
  await call("set_opening_hours", { hours: DAYS.map((day) => ({ day, open: "07:00", close: "22:00" })) });
  const anna = await call("create_staff_member", { name: say("Anna Wong"), email: "anna@example.com" });
  const ben = await call("create_staff_member", { name: say("Ben Fischer") });
  const room = { name: say("Big room"), type: say("Room"), capacity: 16, description: say("Second floor") };
  const hall = await call("create_resource", room);
  const shelf = await call("create_service_category", { name: say("Bodywork"), description: say("Lying down") });
  const massage = await call("create_service", {
    ...{ name: say("Thai massage"), description: say("On a mat, with oil if you like."), durationMinutes: 60 },
    ...{ price: "680.00", categoryId: shelf.id, requiresStaff: true },
  });
  await call("create_service_add_on", { serviceId: massage.id, name: say("Hot stones"), price: "120.00" });
  for (const { id } of [anna, ben]) await call("assign_staff_to_service", { serviceId: massage.id, userId: id });
  const hatha = await call("create_service", {
    ...{ name: say("Hatha yoga"), description: say("Slow, for everybody."), type: "class", durationMinutes: 75 },
    ...{ price: "180.00", capacity: 12 },
  });
  await call("link_resource_to_service", { serviceId: hatha.id, resourceId: hall.id });
  await call("create_service_schedule", {
    ...{ serviceId: hatha.id, date: dayIn(0), startTime: "19:00", endTime: "20:15", staffId: ben.id },
    ...{ resourceId: hall.id, recurrence: "daily", notes: say("Bring a towel") },
  });
  const day = dayIn(1);
  const booked = { notes: say("First visit"), notifyCustomer: true };
  const seen = new Set((await mailsOf(CUSTOMER_MAIL)).map(({ id }) => id));
  const booking = await call("create_booking", {
    ...{ serviceId: massage.id, start: `${day}T10:00`, customer: { accountId: customers[1] }, staffId: anna.id },
    ...booked,
  });
  const more = [
    [massage.id, `${day}T12:30`, 2, ben.id],
    [massage.id, `${day}T16:00`, 4, anna.id],
    [hatha.id, `${day}T19:00`, 0],
    [hatha.id, `${day}T19:00`, 5],
    [hatha.id, `${day}T19:00`, 8],
  ] as const;
  for (const [serviceId, start, index, staffId] of more) {
    await call("create_booking", { serviceId, start, customer: { accountId: customers[index] }, staffId });
  }
  const reason = say("Lunar New Year cleaning");
  await call("add_closure", { dateFrom: dayIn(20), reason });
  const { slug } = await call<{ slug: string }>("update_booking_page", {
    ...{ isOn: true, welcome: say("Please come ten minutes early."), address: say("8 Jaffe Road, Wan Chai") },
  });
  const { text } = await nextMail(CUSTOMER_MAIL, seen);
  const link = new URL(/https?:\/\/\S+\/b\/[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "").pathname;
  const { items } = await call<{ items: { startTime: string; occurrenceId: string }[] }>("get_available_slots", {
    ...{ serviceId: hatha.id, date: day },
  });
  const [lesson] = items;
  const guests = ["Wong Ka-yan", "Thai massage"].map(say);
  const page = `/book/${slug}`;
  return [
    { address: `/calendar?view=day&date=${day}`, file: "calendar-day", shows: [...guests, say("Anna Wong")] },
    { address: `/calendar?view=week&date=${day}`, file: "calendar-week", shows: [say("Hatha yoga")] },
    { address: "/bookings", file: "bookings", shows: [...guests, say("Anna Wong")] },
    { address: `/bookings/${booking.id}`, file: "bookings-one", shows: [...guests, say("First visit")] },
    { address: "/bookings/new", file: "bookings-new", shows: [say("Thai massage")] },
    { address: "/services", file: "services", shows: ["Thai massage", "Hatha yoga", "Bodywork"].map(say) },
    {
      address: `/services/${massage.id}`,
      file: "services-one",
      shows: ["Thai massage", "Hot stones", "Anna Wong"].map(say),
    },
    { address: `/services/${hatha.id}`, file: "services-class", shows: ["Slow, for everybody.", "Big room"].map(say) },
    { address: "/staff", file: "staff", shows: ["Anna Wong", "Ben Fischer"].map(say) },
    { address: `/staff/${anna.id}`, file: "staff-one", shows: [say("Anna Wong")] },
    { address: "/resources", file: "resources", shows: ["Big room", "Room"].map(say) },
    { address: `/resources/${hall.id}`, file: "resources-one", shows: ["Big room", "Second floor"].map(say) },
    { address: "/settings/hours", file: "settings-hours", shows: [reason] },
    {
      address: "/settings/booking-page",
      file: "settings-booking-page",
      shows: [say("Please come ten minutes early.")],
    },
    { address: page, file: "book", shows: ["Thai massage", "Please come ten minutes early.", "Bodywork"].map(say) },
    { address: `${page}/${massage.id}?day=${day}`, file: "book-times", shows: ["Thai massage", "Anna Wong"].map(say) },
    {
      address: `${page}/${hatha.id}/details?start=${lesson?.startTime}`,
      file: "book-details",
      shows: [say("Hatha yoga")],
    },
    {
      address: `/calendar/${lesson?.occurrenceId}`,
      file: "calendar-class",
      shows: ["Hatha yoga", "Ho Wing-sze"].map(say),
    },
    { address: link, file: "booking-link", shows: [say("Thai massage")] },
    { address: "/activity", file: "activity", shows: [say("Thai massage")] },
    { address: "/outbox", file: "outbox", shows: [say("Thai massage")] },
  ];
}
