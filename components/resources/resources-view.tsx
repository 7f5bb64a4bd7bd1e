import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";

export type Resource = {
  id: string;
  name: string;
  type: string;
  capacity: number;
  status: string;
  description: string | null;
  version: number;
  serviceIds: string[];
};

/** The fields of a room or piece of equipment; without one, those of a new one. */
export function ResourceForm({ resource, action }: { resource?: Resource; action: FormAction }) {
  const t = useTranslations("resources");
  return (
    <ActionForm action={action} className="grid gap-3">
      {resource && <input type="hidden" name="resourceId" value={resource.id} />}
      {resource && <input type="hidden" name="expectedVersion" value={resource.version} />}
      <div className="grid gap-3 sm:grid-cols-3">
        <Field name="name" label={t("name")} defaultValue={resource?.name} maxLength={120} required />
        <Field
          name="type"
          label={t("kind")}
          defaultValue={resource?.type ?? t("kindExample")}
          maxLength={40}
          required
        />
        <Field
          name="capacity"
          type="number"
          min={1}
          max={1000}
          label={t("capacity")}
          help={t("capacityHelp")}
          defaultValue={resource?.capacity ?? 1}
          required
        />
      </div>
      {resource && (
        <SelectField
          name="status"
          label={t("status")}
          defaultValue={resource.status}
          choices={(["active", "inactive"] as const).map((value) => ({ value, label: t(value) }))}
          className="max-w-xs"
        />
      )}
      <Field name="description" label={t("description")} defaultValue={resource?.description ?? ""} maxLength={1000} />
      <div>
        <SubmitButton>{resource ? t("save") : t("add")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

type Props = { resources: Resource[]; services: { id: string; name: string }[]; add?: FormAction };

/** Rooms and equipment, and the form that adds one. */
export function ResourcesView({ resources, services, add }: Props) {
  const t = useTranslations("resources");
  return (
    <>
      <Card>
        {resources.length === 0 ? (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        ) : (
          <Table label={t("title")}>
            <thead>
              <tr>
                <HeadCell>{t("name")}</HeadCell>
                <HeadCell>{t("kind")}</HeadCell>
                <HeadCell>{t("capacity")}</HeadCell>
                <HeadCell>{t("services")}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {resources.map((resource) => (
                <Row key={resource.id}>
                  <Cell>
                    <Link
                      href={`/resources/${resource.id}`}
                      prefetch={false}
                      className="font-medium hover:underline"
                      translate="no"
                    >
                      {resource.name}
                    </Link>{" "}
                    {resource.status !== "active" && <Badge>{t("inactive")}</Badge>}
                  </Cell>
                  <Cell translate="no">{resource.type}</Cell>
                  <Cell className="tabular-nums">{resource.capacity}</Cell>
                  <Cell className="text-ink-soft" translate="no">
                    {services
                      .filter(({ id }) => resource.serviceIds.includes(id))
                      .map(({ name }) => name)
                      .join(", ") || "–"}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
      {add && (
        <Card title={t("new")}>
          <CardBody>
            <ResourceForm action={add} />
          </CardBody>
        </Card>
      )}
    </>
  );
}
