const DAY_MS = 86_400_000;

/** A task's local due text, `2026-05-11` or `2026-05-11T15:00`, in its parts. */
export function dueParts(dueDate: string | null): { day: string; time: string } {
  const [day = "", time = ""] = (dueDate ?? "").split("T");
  return { day, time };
}

/** Whole days from one `YYYY-MM-DD` to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export const TASK_GROUPS = ["overdue", "today", "upcoming", "none"] as const;
export type TaskGroup = (typeof TASK_GROUPS)[number];

/** Under which heading an open task stands; `today` is the company's day. */
export function groupOf(task: { dueDate: string | null; isOverdue: boolean }, today: string): TaskGroup {
  if (task.isOverdue) return "overdue";
  const { day } = dueParts(task.dueDate);
  if (day === "") return "none";
  return day === today ? "today" : "upcoming";
}

/** The day it is now in a time zone, `YYYY-MM-DD`. */
export function localDayOf(timezone: string, now = new Date()): string {
  // Swedish writes dates the ISO way.
  return new Intl.DateTimeFormat("sv", { timeZone: timezone, dateStyle: "short" }).format(now);
}
