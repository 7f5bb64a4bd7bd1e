import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, Row, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { ViewForm, type ViewState } from "@/components/ui/view-form";

export type Closure = {
  id: string;
  staffId: string | null;
  startTime: string;
  endTime: string;
  reason: string | null;
  kind: "closure" | "holiday" | "absence";
};

type Props = {
  title: ReactNode;
  description: ReactNode;
  closures: Closure[];
  staff: { id: string; name: string }[];
  empty: { title: string; sentence: string };
  staffId?: string;
  actions?: { add: FormAction<ViewState>; remove: FormAction };
};

/** Times that are closed, and the form that adds one. */
export function ClosuresCard({ title, description, closures, staff, empty, staffId, actions }: Props) {
  const t = useTranslations("hours");
  const nameOf = (id: string | null) => staff.find((person) => person.id === id)?.name;
  return (
    <Card title={title} description={description}>
      {closures.length === 0 ? (
        <EmptyState title={empty.title} sentence={empty.sentence} />
      ) : (
        <Table label={t("closures")}>
          <tbody>
            {closures.map((closure) => (
              <Row key={closure.id}>
                <Cell translate="no">
                  <Moment at={closure.startTime} /> – <Moment at={closure.endTime} />
                </Cell>
                <Cell>
                  <span translate="no">{[nameOf(closure.staffId), closure.reason].filter(Boolean).join(" · ")}</span>{" "}
                  {closure.kind === "holiday" && <Badge>{t("holiday")}</Badge>}
                </Cell>
                <Cell className="text-right">
                  {actions && (
                    <ActionForm action={actions.remove}>
                      <input type="hidden" name="closureId" value={closure.id} />
                      <SubmitButton tone="dangerPlain" size="small">
                        {t("removeClosure")}
                      </SubmitButton>
                    </ActionForm>
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {actions && (
        <CardBody className="border-t">
          <ViewForm action={actions.add} className="grid gap-4">
            {staffId && <input type="hidden" name="staffId" value={staffId} />}
            <div className="grid gap-3 sm:grid-cols-4">
              <Field name="dateFrom" type="date" label={t("dateFrom")} required />
              <Field name="dateTo" type="date" label={t("dateTo")} />
              <Field name="startTime" type="time" label={t("startTime")} />
              <Field name="endTime" type="time" label={t("endTime")} />
            </div>
            <Field name="reason" label={t("reason")} maxLength={200} help={t("reasonHelp")} />
            <div>
              <SubmitButton tone="plain">{t("addClosure")}</SubmitButton>
            </div>
          </ViewForm>
        </CardBody>
      )}
    </Card>
  );
}
