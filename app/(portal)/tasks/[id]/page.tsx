import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { CallBehind } from "@/components/shell/call-behind";
import { TaskForm } from "@/components/tasks/task-form";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Page as Frame } from "@/components/ui/page";
import { getTask } from "@/lib/operations/tasks/get-task";
import { customerById } from "@/lib/surfaces/portal/customer-lookup";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { remove, update } from "../actions";
import { taskPeople } from "../people";

export const generateMetadata = titled("tasks.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const caller = await workspaceCaller("/tasks");
  const { task } = (await view(getTask, { taskId: id })).data;
  const [t, { people }, customer] = await Promise.all([
    getTranslations("tasks"),
    taskPeople(caller.userId),
    customerById(task.accountId ?? undefined),
  ]);
  const canEdit = caller.scopes.has("tasks:write");
  return (
    <Frame
      title={<span translate="no">{task.title}</span>}
      description={
        <Link href="/tasks" className="underline underline-offset-2">
          {t("all")}
        </Link>
      }
      actions={<CallBehind tool={getTask.name} args={{ taskId: id }} />}
    >
      <Card>
        <CardBody>
          <TaskForm action={update} {...{ task, people, customer, canEdit }} timezone={task.timezone} />
        </CardBody>
      </Card>
      {canEdit && (
        <ConfirmedAction
          label={t("delete")}
          warning={t("deleteWarning")}
          action={remove}
          values={{ taskId: task.id }}
          submit={t("deleteNow")}
        />
      )}
    </Frame>
  );
}
