import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button-style";
import { Card, CardBody } from "@/components/ui/card";
import { controlStyle } from "@/components/ui/control-style";
import { SelectField } from "@/components/ui/field";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { DATE_ORDERS, IMPORT_FIELD_NAMES, ON_IMPORT_DUPLICATE } from "@/lib/operations/imports/import";
import { RuleText } from "./rule-text";

export type Choices = { mapping: Record<string, string>; onDuplicate: string; dateOrder: string };
export type UploadFacts = {
  id: string;
  columns: string[];
  remarks: string[];
  encoding: string | null;
  separator: string | null;
  rowCount: number;
};

type Props = {
  upload: UploadFacts;
  sample: string[][];
  choices: Choices;
  customFields: { fieldName: string; fieldLabel: string }[];
};

const separatorName = (separator: string | null) => (separator === "\t" ? "Tab" : (separator ?? ""));

/** What each column fills and what to do with doubles: a plain form whose answer is the same page with the new preview. */
export function ImportChoices({ upload, sample, choices, customFields }: Props) {
  const t = useTranslations("imports");
  const targets = [
    { value: "ignore", label: t("fields.ignore") },
    ...IMPORT_FIELD_NAMES.map((field) => ({ value: field, label: t(`fields.${field}`) })),
    { value: "tags", label: t("fields.tags") },
    ...customFields.map(({ fieldName, fieldLabel }) => ({ value: `custom:${fieldName}`, label: fieldLabel })),
  ];
  return (
    <Card title={t("columns")} description={t("columnsHelp")}>
      <form method="get" action="/customers/import">
        <input type="hidden" name="upload" value={upload.id} />
        <input type="hidden" name="again" value="1" />
        <FileFacts upload={upload} />
        <Table label={t("columns")}>
          <thead>
            <tr>
              <HeadCell>{t("column")}</HeadCell>
              <HeadCell>{t("fills")}</HeadCell>
              <HeadCell>{t("examples")}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {upload.columns.map((column, index) => (
              <Row key={column}>
                <Cell className="max-w-48 font-medium break-words" translate="no">
                  {column}
                </Cell>
                <Cell>
                  <select
                    key={choices.mapping[column]}
                    name={`c${index}`}
                    defaultValue={choices.mapping[column]}
                    aria-label={t("fillsOf", { column })}
                    className={`${controlStyle} h-9 w-44`}
                  >
                    {targets.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </select>
                </Cell>
                <Cell className="max-w-96 truncate text-ink-soft" translate="no">
                  {sample
                    .map((cells) => cells[index] ?? "")
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(" · ")}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
        <CardBody className="grid items-start gap-4 border-t sm:grid-cols-2">
          <SelectField
            name="onDuplicate"
            label={t("onDuplicate")}
            help={t("onDuplicateHelp")}
            defaultValue={choices.onDuplicate}
            choices={ON_IMPORT_DUPLICATE.map((value) => ({ value, label: t(`duplicates.${value}`) }))}
          />
          <SelectField
            name="dateOrder"
            label={t("dateOrder")}
            defaultValue={choices.dateOrder}
            choices={DATE_ORDERS.map((value) => ({ value, label: t(`dates.${value}`) }))}
          />
          <div>
            <button type="submit" className={buttonStyle({})}>
              {t("check")}
            </button>
          </div>
        </CardBody>
      </form>
    </Card>
  );
}

/** How the file was read, and what was noticed about it as a whole. */
function FileFacts({ upload: { encoding, separator, remarks } }: { upload: UploadFacts }) {
  const t = useTranslations("imports");
  if (!encoding && remarks.length === 0) return null;
  return (
    <CardBody className="grid gap-2 pb-0">
      {encoding && (
        <p className="text-[13px] text-ink-soft">
          {t("readAs", { encoding: t(`encodings.${encoding as "utf-8"}`), separator: separatorName(separator) })}
        </p>
      )}
      {remarks.map((remark) => (
        <Alert key={remark} tone="warning">
          <RuleText rule={remark} />
        </Alert>
      ))}
    </CardBody>
  );
}
