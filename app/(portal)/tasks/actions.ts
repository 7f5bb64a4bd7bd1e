"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { createTask } from "@/lib/operations/tasks/create-task";
import { deleteTask } from "@/lib/operations/tasks/delete-task";
import { restoreTask } from "@/lib/operations/tasks/restore-task";
import { updateTask } from "@/lib/operations/tasks/update-task";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { customerOf } from "@/lib/surfaces/portal/customer-lookup";
import {
  given,
  optionalLines,
  optionalNumber,
  optionalText,
  retrySafe,
  submit,
  text,
} from "@/lib/surfaces/portal/form";
import { hrefOf } from "@/lib/surfaces/portal/table-query";

/** The list with the query it was left with, and what was just done there. */
function listHref(form: FormData, done: string): string {
  return hrefOf("/tasks", Object.fromEntries(new URLSearchParams(text(form, "query").slice(0, 500))), { done });
}

function dueOf(form: FormData): string | null {
  const [day, time] = [optionalText(form, "dueDate"), optionalText(form, "dueTime")];
  if (!day) return null;
  return time ? `${day}T${time}` : day;
}

async function valuesOf(form: FormData) {
  return {
    title: text(form, "title"),
    description: optionalLines(form, "description") ?? null,
    status: text(form, "status") as "todo",
    priority: text(form, "priority") as "medium",
    dueDate: dueOf(form),
    accountId: await customerOf(form),
    assigneeId: optionalText(form, "assigneeId") ?? null,
  };
}

export async function addQuickly(_state: FormState, form: FormData): Promise<FormState> {
  const input = { title: text(form, "title"), dueDate: optionalText(form, "dueDate") };
  return submit(form, () => call(createTask, input), "tasks.added");
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const { title, assigneeId, ...values } = await valuesOf(form);
    const { data } = await call(createTask, { title, assigneeId, ...given(values), ...retrySafe(form) });
    redirect(`/tasks?done=added.${data.task.id}`);
  });
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const taskId = text(form, "taskId");
  return submit(
    form,
    async () => void (await call(updateTask, { taskId, ...(await valuesOf(form)), expectedVersion })),
    "common.saved",
  );
}

/** Ticks a task off the list; the notice offers to open it again as it was. */
export async function complete(form: FormData): Promise<void> {
  const taskId = text(form, "taskId");
  const outcome = await attempt(updateTask, { taskId, status: "done" });
  redirect(listHref(form, outcome.ok ? `completed.${taskId}.${text(form, "was")}` : "refused"));
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  const taskId = text(form, "taskId");
  return submit(form, async () => {
    await call(deleteTask, { taskId });
    redirect(`/tasks?done=deleted.${taskId}`);
  });
}

/** The undo of completing (`was` is the status before) or, without it, of deleting. */
export async function undo(form: FormData): Promise<void> {
  const taskId = text(form, "taskId");
  const was = optionalText(form, "was");
  const outcome = was
    ? await attempt(updateTask, { taskId, status: was as "todo" })
    : await attempt(restoreTask, { taskId });
  redirect(listHref(form, outcome.ok ? "undone" : "refused"));
}
