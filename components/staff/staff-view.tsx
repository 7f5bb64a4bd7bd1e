import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";

export type Person = { id: string; name: string; email: string | null; phone: string | null; serviceIds: string[] };
type Named = { id: string; name: string };

function StaffTable({ staff, services }: { staff: Person[]; services: Named[] }) {
  const t = useTranslations("staff");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("gives")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {staff.map((person) => (
          <Row key={person.id}>
            <Cell>
              <Link
                href={`/staff/${person.id}`}
                prefetch={false}
                className="font-medium hover:underline"
                translate="no"
              >
                {person.name}
              </Link>
              <span className="block text-ink-soft" translate="no">
                {person.email ?? person.phone}
              </span>
            </Cell>
            <Cell className="text-ink-soft" translate="no">
              {services
                .filter(({ id }) => person.serviceIds.includes(id))
                .map(({ name }) => name)
                .join(", ") || "–"}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The people who can be booked, and the form that adds one. */
export function StaffView({ staff, services, add }: { staff: Person[]; services: Named[]; add?: FormAction }) {
  const t = useTranslations("staff");
  return (
    <>
      <Card>
        {staff.length > 0 ? (
          <StaffTable staff={staff} services={services} />
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
      </Card>
      {add && (
        <Card title={t("new")} description={t("newHelp")}>
          <CardBody>
            <ActionForm action={add} className="grid items-end gap-3 sm:grid-cols-[2fr_2fr_1fr_auto]">
              <Field name="name" label={t("name")} maxLength={120} required />
              <Field name="email" type="email" label={t("mail")} maxLength={254} />
              <Field name="phone" type="tel" label={t("phone")} maxLength={40} />
              <SubmitButton>{t("add")}</SubmitButton>
            </ActionForm>
          </CardBody>
        </Card>
      )}
    </>
  );
}
