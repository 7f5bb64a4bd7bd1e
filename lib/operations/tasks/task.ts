import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { longText } from "../accounts/account";
import { localTime, weekdayOf } from "./due";

export const TASK_STATUSES = ["todo", "in_progress", "done", "cancelled"] as const;
export const OPEN_STATUSES = ["todo", "in_progress"];
export const TASK_PRIORITIES = ["low", "medium", "high", "urgent"] as const;
/** Fields an update may change and an undo restores. */
export const TASK_FIELDS = ["title", "description", "status", "priority", "dueDate", "accountId", "assigneeId"];

export const taskIdField = idField("task", "Id of a task, from list_tasks.");
export const taskFields = {
  title: lineOfText(1, 200).meta({ description: "What is to be done.", examples: ["Call Anna about the trial"] }),
  description: longText(5_000).meta({ description: "More about it.", examples: ["She asked for evenings."] }),
  status: z.enum(TASK_STATUSES).meta({ description: "todo, in_progress, done or cancelled.", examples: ["done"] }),
  priority: z.enum(TASK_PRIORITIES).meta({ description: "low, medium, high or urgent.", examples: ["high"] }),
  dueDate: z
    .string()
    .max(40)
    .meta({
      description:
        "Day as YYYY-MM-DD, or with a time as YYYY-MM-DDTHH:mm, in the company's time zone; its weekday may stand before it and is checked.",
      examples: ["2026-05-11"],
    }),
  accountId: idField("acc", "Customer it is about, from search_members."),
  assigneeId: idField("mem", "Team member who does it: id or userId from list_staff."),
};

export const taskView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  status: z.enum(TASK_STATUSES),
  priority: z.enum(TASK_PRIORITIES),
  /** Local day, or local day and time, in `timezone`. */
  dueDate: z.string().nullable(),
  /** The same with its weekday, as people say it. */
  dueSpoken: z.string().nullable(),
  /** The instant, UTC; a task for a day is due at its end. */
  dueAt: instant.nullable(),
  isOverdue: z.boolean(),
  timezone: z.string(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  assigneeId: z.string().nullable(),
  createdBy: z.string(),
  completedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type TaskView = z.output<typeof taskView>;

export interface TaskRow {
  id: string;
  title: string;
  description: string | null;
  status: string;
  priority: string;
  dueDate: Date | null;
  dueAt: Date | null;
  hasDueTime: boolean;
  accountId: string | null;
  assigneeId: string | null;
  createdByLabel: string;
  completedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
  account: { name: string } | null;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Shows a task in the company's time zone. */
export function toTaskView(row: TaskRow, timezone: string, now = new Date()): TaskView {
  const day = iso(row.dueDate)?.slice(0, 10) ?? null;
  const dueDate = row.hasDueTime && row.dueAt ? localTime(row.dueAt, timezone) : day;
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    status: z.enum(TASK_STATUSES).parse(row.status),
    priority: z.enum(TASK_PRIORITIES).parse(row.priority),
    dueDate,
    dueSpoken: dueDate && `${weekdayOf(dueDate)} ${dueDate.replace("T", " ")}`,
    dueAt: iso(row.dueAt),
    isOverdue: row.dueAt !== null && row.dueAt <= now && OPEN_STATUSES.includes(row.status),
    timezone,
    accountId: row.accountId,
    accountName: row.account?.name ?? null,
    assigneeId: row.assigneeId,
    createdBy: row.createdByLabel,
    completedAt: iso(row.completedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: iso(row.deletedAt),
    version: row.version,
  };
}
