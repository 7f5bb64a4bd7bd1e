import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { SelectAll, SelectRow } from "@/components/ui/bulk";
import type { FormAction } from "@/components/ui/form-state";
import { type EditLabels, type EditOutcome, InlineEdit } from "@/components/ui/inline-edit";
import { SortHead } from "@/components/ui/sort-head";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import type { Column, Customer } from "./customer";
import { CustomerCell } from "./customer-cells";
import { TagEdit } from "./tag-edit";

export const BULK_FORM = "bulk-customers";

type Actions = { edit: FormAction<EditOutcome>; setTags: FormAction; restore: FormAction };

type Props = {
  customers: Customer[];
  columns: readonly Column[];
  sort: { by: string; order: "asc" | "desc"; href: (column: string) => string };
  canEdit: boolean;
  /** Deleted customers can be brought back, nothing else. */
  isDeleted: boolean;
  actions: Actions;
};

const SORTABLE: readonly string[] = ["name", "email", "createdAt"];
const TYPES = { email: "email", phone: "tel" } as const;

function useEditLabels(field: "name" | "phone" | "email" | "tags", name: string): EditLabels {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  return {
    edit: t("edit", { field: t(`column.${field}`), name }),
    save: common("save"),
    cancel: common("cancel"),
    keepTheirs: t("keepTheirs"),
    saveMine: t("saveMine"),
  };
}

function NameLine({ customer }: { customer: Customer }) {
  return (
    <Link
      href={`/customers/${customer.id}`}
      prefetch={false}
      className="block max-w-56 min-w-0 truncate font-medium hover:underline sm:max-w-72"
      translate="no"
      title={customer.name}
    >
      <bdi>{customer.name}</bdi>
      {customer.localName && customer.localName !== customer.name && (
        <bdi className="ml-1.5 font-normal text-ink-soft">{customer.localName}</bdi>
      )}
    </Link>
  );
}

function Editable({
  customer,
  column,
  action,
}: {
  customer: Customer;
  column: "name" | "phone" | "email";
  action: FormAction<EditOutcome>;
}) {
  const labels = useEditLabels(column, customer.name);
  return (
    <InlineEdit
      action={action}
      id={customer.id}
      field={column}
      version={customer.version}
      value={customer[column] ?? ""}
      type={column === "name" ? "text" : TYPES[column]}
      href={`/customers/${customer.id}#profile`}
      labels={labels}
      maxLength={column === "name" ? 200 : 254}
    >
      {column === "name" ? <NameLine customer={customer} /> : <CustomerCell {...{ customer, column }} />}
    </InlineEdit>
  );
}

function EditableTags({ customer, action }: { customer: Customer; action: FormAction }) {
  const { edit, save, cancel } = useEditLabels("tags", customer.name);
  const t = useTranslations("customers");
  return (
    <TagEdit
      action={action}
      id={customer.id}
      tagIds={customer.tags.map(({ id }) => id)}
      href={`/customers/${customer.id}#tags`}
      labels={{ edit, save, cancel, none: t("noTags"), newTag: t("newTag") }}
    >
      <CustomerCell {...{ customer, column: "tags" }} />
    </TagEdit>
  );
}

function Restore({ customer, action }: { customer: Customer; action: FormAction }) {
  const t = useTranslations("customers");
  return (
    <ActionForm action={action}>
      <input type="hidden" name="id" value={customer.id} />
      <SubmitButton tone="plain" size="small">
        {t("restore")}
      </SubmitButton>
    </ActionForm>
  );
}

/** The customers, one a row. Needs a TagChoices around it for the editing of tags. */
export function CustomerTable({ customers, columns, sort, canEdit, isDeleted, actions }: Props) {
  const t = useTranslations("customers");
  const isEditable = canEdit && !isDeleted;
  const head = (column: "name" | Column) =>
    SORTABLE.includes(column) ? (
      <SortHead key={column} href={sort.href(column)} direction={sort.by === column ? sort.order : undefined}>
        {t(`column.${column}`)}
      </SortHead>
    ) : (
      <HeadCell key={column}>{t(`column.${column}`)}</HeadCell>
    );
  const content = (customer: Customer, column: Column) => {
    if (isEditable && (column === "phone" || column === "email"))
      return <Editable {...{ customer, column }} action={actions.edit} />;
    if (isEditable && column === "tags") return <EditableTags customer={customer} action={actions.setTags} />;
    return <CustomerCell {...{ customer, column }} />;
  };
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          {isEditable && (
            <HeadCell className="w-8 pr-0">
              <SelectAll formId={BULK_FORM} label={t("selectAll")} />
            </HeadCell>
          )}
          {head("name")}
          {columns.map(head)}
          {isDeleted && canEdit && (
            <HeadCell>
              <span className="sr-only">{t("restore")}</span>
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <Row key={customer.id}>
            {isEditable && (
              <Cell className="w-8 py-1.5 pr-0 align-middle">
                <SelectRow formId={BULK_FORM} id={customer.id} label={t("selectName", { name: customer.name })} />
              </Cell>
            )}
            <Cell className="py-1.5 align-middle">
              {isEditable ? (
                <Editable customer={customer} column="name" action={actions.edit} />
              ) : (
                <NameLine customer={customer} />
              )}
            </Cell>
            {columns.map((column) => (
              <Cell key={column} className="py-1.5 align-middle">
                {content(customer, column)}
              </Cell>
            ))}
            {isDeleted && canEdit && (
              <Cell className="py-1.5 text-right align-middle">
                <Restore customer={customer} action={actions.restore} />
              </Cell>
            )}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
