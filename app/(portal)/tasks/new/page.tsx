import { getTranslations } from "next-intl/server";
import { CallBehind } from "@/components/shell/call-behind";
import { TaskForm } from "@/components/tasks/task-form";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { createTask } from "@/lib/operations/tasks/create-task";
import { customerById } from "@/lib/surfaces/portal/customer-lookup";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { create } from "../actions";
import { taskPeople } from "../people";

export const generateMetadata = titled("tasks.new");

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const accountId = oneOf(await searchParams, "accountId");
  const caller = await workspaceCaller("/tasks/new");
  const [t, { people }, customer] = await Promise.all([
    getTranslations("tasks"),
    taskPeople(caller.userId),
    customerById(accountId),
  ]);
  return (
    <Frame title={t("new")} actions={<CallBehind tool={createTask.name} args={{ title: t("whatExample") }} />}>
      <Card>
        <CardBody>
          <TaskForm
            action={create}
            {...{ people, customer }}
            timezone={caller.workspace.timezone}
            idempotencyKey={crypto.randomUUID()}
            canEdit={caller.scopes.has("tasks:write")}
          />
        </CardBody>
      </Card>
    </Frame>
  );
}
