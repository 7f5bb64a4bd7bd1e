import { choiceOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";

export const TASK_VIEWS = ["open", "today", "overdue", "upcoming", "none", "done", "all"] as const;
export type TaskListView = (typeof TASK_VIEWS)[number];

/** What the address of the list asks for; what makes no sense is left out, so that an old link still shows something. */
export function filterOf(query: PageQuery) {
  const view: TaskListView = choiceOf(query, "show", TASK_VIEWS) ?? "open";
  return {
    view,
    assigneeId: oneOf(query, "assigneeId")?.slice(0, 64),
    accountId: oneOf(query, "accountId")?.slice(0, 64),
  };
}

/** The same as list_tasks takes it. */
export function inputOf({ view, assigneeId, accountId }: ReturnType<typeof filterOf>) {
  const who = { ...(assigneeId ? { assigneeId } : {}), ...(accountId ? { accountId } : {}) };
  if (view === "open") return who;
  if (view === "done" || view === "all") return { status: view, ...who };
  return { due: view, ...who };
}
