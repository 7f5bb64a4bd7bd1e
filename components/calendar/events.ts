import type { CalendarEvent } from "./event";

type Booking = {
  id: string;
  occurrenceId: string | null;
  customer: { name: string };
  serviceName: string;
  staffId: string | null;
  staffName: string | null;
  resourceId: string | null;
  resourceName: string | null;
  startTime: string;
  endTime: string;
  status: "pending" | "confirmed" | "cancelled" | "completed" | "no_show";
  checkedInAt: string | null;
  isLate: boolean;
  version: number;
};

type ClassDate = {
  occurrenceId: string;
  scheduleId: string;
  date: string;
  serviceName: string;
  staffId: string | null;
  staffName: string | null;
  resourceId: string | null;
  resourceName: string | null;
  startTime: string;
  endTime: string;
  capacity: number;
  taken: number;
  waiting: number;
};

export type CalendarData = { bookings: Booking[]; classes: ClassDate[] };

export type EventWords = {
  range: (start: number, end: number) => string;
  status: (status: Booking["status"]) => string;
  here: string;
  hereLate: string;
  places: (taken: number, capacity: number) => string;
  waiting: (count: number) => string;
};

const joined = (...parts: (string | null | false | undefined)[]) => parts.filter(Boolean).join(" · ");

function ofBooking(booking: Booking, words: EventWords, canWrite: boolean, now: number): CalendarEvent {
  const start = Date.parse(booking.startTime);
  const end = Date.parse(booking.endTime);
  const isHeld = booking.status === "pending" || booking.status === "confirmed";
  const arrival = booking.isLate ? words.hereLate : words.here;
  return {
    id: booking.id,
    kind: "appointment",
    href: `/bookings/${booking.id}`,
    title: booking.customer.name,
    detail: joined(booking.serviceName, booking.staffName, booking.resourceName),
    time: words.range(start, end),
    status: isHeld && booking.checkedInAt ? arrival : words.status(booking.status),
    tone: booking.status === "pending" ? "open" : isHeld ? "held" : "over",
    start,
    end,
    staffId: booking.staffId,
    resourceId: booking.resourceId,
    isMovable: canWrite && isHeld && !booking.checkedInAt && end > now,
    version: booking.version,
  };
}

function ofClass(lesson: ClassDate, words: EventWords, canWrite: boolean, now: number): CalendarEvent {
  const start = Date.parse(lesson.startTime);
  const end = Date.parse(lesson.endTime);
  return {
    id: lesson.occurrenceId,
    kind: "class",
    href: `/calendar/${lesson.occurrenceId}`,
    title: lesson.serviceName,
    detail: joined(lesson.staffName, lesson.resourceName),
    time: words.range(start, end),
    status: joined(words.places(lesson.taken, lesson.capacity), lesson.waiting > 0 && words.waiting(lesson.waiting)),
    tone: end > now ? "held" : "over",
    start,
    end,
    staffId: lesson.staffId,
    resourceId: lesson.resourceId,
    isMovable: canWrite && start > now,
    schedule: { id: lesson.scheduleId, date: lesson.date },
  };
}

/** Appointments and class dates by start. People booked into a class stand inside it, not beside it. */
export function eventsOf(data: CalendarData, words: EventWords, canWrite: boolean, now: number): CalendarEvent[] {
  return [
    ...data.bookings
      .filter(({ occurrenceId }) => occurrenceId === null)
      .map((booking) => ofBooking(booking, words, canWrite, now)),
    ...data.classes.map((lesson) => ofClass(lesson, words, canWrite, now)),
  ].sort((a, b) => a.start - b.start || a.title.localeCompare(b.title));
}
