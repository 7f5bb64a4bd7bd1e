import type { ActivityView } from "@/lib/operations/activity/activity";
import type { BookingView } from "@/lib/operations/bookings/booking";
import type { DealView } from "@/lib/operations/deals/deal";
import type { TaskView } from "@/lib/operations/tasks/task";

export type NoteView = {
  id: string;
  entityType: string;
  body: string;
  authorLabel: string;
  createdAt: string;
  updatedAt: string;
  version: number;
};

/** What a customer's timeline can be narrowed to. */
export const KINDS = ["note", "task", "deal", "booking", "change"] as const;
export type Kind = (typeof KINDS)[number];

export type TimelineEntry = { id: string; at: string } & (
  | { kind: "note"; note: NoteView }
  | { kind: "task"; task: TaskView }
  | { kind: "deal"; deal: DealView }
  | { kind: "booking"; booking: BookingView }
  | { kind: "change"; change: ActivityView }
);

type Parts = {
  notes: readonly NoteView[];
  tasks: readonly TaskView[];
  deals: readonly DealView[];
  bookings: readonly BookingView[];
  changes: readonly ActivityView[];
};

/** One list of what happened with a customer, newest first. */
export function timelineOf({ notes, tasks, deals, bookings, changes }: Parts): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...notes.map((note) => ({ kind: "note" as const, id: note.id, at: note.createdAt, note })),
    ...tasks.map((task) => ({ kind: "task" as const, id: task.id, at: task.createdAt, task })),
    ...deals.map((deal) => ({ kind: "deal" as const, id: deal.id, at: deal.stageChangedAt, deal })),
    ...bookings.map((booking) => ({ kind: "booking" as const, id: booking.id, at: booking.startTime, booking })),
    ...changes.map((change) => ({ kind: "change" as const, id: change.id, at: change.occurredAt, change })),
  ];
  return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
