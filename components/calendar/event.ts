import type { Gap, Segment } from "./axis";

/** An appointment or a class date as the calendar shows it; texts are in the reader's language already. */
export type CalendarEvent = {
  /** Id of the booking, or of the class date. */
  id: string;
  kind: "appointment" | "class";
  href: string;
  title: string;
  detail: string;
  time: string;
  status: string;
  tone: "held" | "open" | "over";
  start: number;
  end: number;
  staffId: string | null;
  resourceId: string | null;
  isMovable: boolean;
  /** What moving needs: the booking's version, or the class's rule and local date. */
  version?: number;
  schedule?: { id: string; date: string };
};

export type PlacedEvent = { item: CalendarEvent; from: number; to: number; lane: number; lanes: number };

/** One day, person or room. */
export type Column = {
  id: string;
  label: string;
  href?: string;
  date: string;
  isToday: boolean;
  staffId?: string;
  resourceId?: string;
  segments: Segment[];
  gaps: Gap[];
  closed: (Gap & { label: string })[];
  events: PlacedEvent[];
};

export type Hour = { position: number; label: string; isRepeated: boolean };

/** What the grid draws; positions are minutes from the top of the day (see axis). */
export type Board = { from: number; to: number; now: number | null; hours: Hour[]; columns: Column[] };

export type MoveAnswer =
  | { ok: true }
  | { ok: false; message: string; hint: string; alternatives: { start: string; label: string; staffId?: string }[] };

export type AppointmentMove = {
  bookingId: string;
  /** An instant with Z, or local date and time. */
  start: string;
  staffId?: string;
  resourceId?: string;
  notifyCustomer: boolean;
  expectedVersion?: number;
};

export type ClassMove = {
  scheduleId: string;
  date: string;
  applyTo: "this" | "following" | "all";
  startTime: string;
  endTime: string;
  staffId?: string;
  resourceId?: string;
  notifyCustomer: boolean;
};

export type Moves = {
  appointment: (move: AppointmentMove) => Promise<MoveAnswer>;
  classDate: (move: ClassMove) => Promise<MoveAnswer>;
};
