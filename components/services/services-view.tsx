import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import type { Service } from "./service-form";

type Category = { id: string; name: string };

/** What can be booked. */
export function ServicesTable({ services, categories }: { services: Service[]; categories: Category[] }) {
  const t = useTranslations("services");
  const format = useFormatter();
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("type")}</HeadCell>
          <HeadCell>{t("minutes")}</HeadCell>
          <HeadCell>{t("capacity")}</HeadCell>
          <HeadCell className="text-right">{t("priceHead")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {services.map((service) => (
          <Row key={service.id}>
            <Cell>
              <Link
                href={`/services/${service.id}`}
                prefetch={false}
                className="font-medium hover:underline"
                translate="no"
              >
                {service.name}
              </Link>{" "}
              {service.status === "archived" && <Badge>{t("archived")}</Badge>}
              <span className="block text-ink-soft" translate="no">
                {categories.find(({ id }) => id === service.categoryId)?.name}
              </span>
            </Cell>
            <Cell>{t(`types.${service.type === "class" ? "class" : "one_on_one"}`)}</Cell>
            <Cell className="tabular-nums">{service.durationMinutes}</Cell>
            <Cell className="tabular-nums">{service.capacity}</Cell>
            <Cell className="text-right tabular-nums" translate="no">
              {format.number(Number(service.price), { style: "currency", currency: service.currency })}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

type CategoriesProps = { categories: Category[]; add: FormAction; remove: FormAction };

/** Categories group services on the booking page. */
export function CategoriesCard({ categories, add, remove }: CategoriesProps) {
  const t = useTranslations("services");
  return (
    <Card title={t("categories")} description={t("categoriesHelp")}>
      {categories.length > 0 && (
        <ul className="divide-y text-sm">
          {categories.map(({ id, name }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
              <span translate="no">{name}</span>
              <ConfirmedAction
                label={t("remove")}
                warning={t("removeCategoryWarning")}
                aria-label={t("removeNamed", { name })}
                action={remove}
                values={{ categoryId: id }}
                submit={t("removeNow")}
              />
            </li>
          ))}
        </ul>
      )}
      <CardBody className={categories.length > 0 ? "border-t" : undefined}>
        <ActionForm action={add} className="flex flex-wrap items-end gap-3">
          <Field name="name" label={t("newCategory")} maxLength={80} required className="min-w-48 flex-1" />
          <SubmitButton tone="plain">{t("add")}</SubmitButton>
        </ActionForm>
      </CardBody>
    </Card>
  );
}
