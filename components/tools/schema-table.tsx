import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";

type Schema = {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  default?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
};

export type SchemaField = { name: string; isRequired: boolean; schema: Schema };

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.items) return `${typeOf(schema.items)}[]`;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" | ");
  return Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "object");
}

/** A list of scopes can be 60 words long; the cell shows its beginning and the rest on demand of the pointer. */
function TypeText({ schema }: { schema: Schema }) {
  const text = typeOf(schema);
  return (
    <code className="font-mono text-xs text-ink-soft" title={text} translate="no">
      {text.length > 90 ? `${text.slice(0, 88)}…` : text}
    </code>
  );
}

/** The arguments of a tool. Descriptions are the tool's own, in English. */
export function SchemaTable({ fields }: { fields: SchemaField[] }) {
  const t = useTranslations("docs.tools");
  if (fields.length === 0) return <p className="text-[13px] text-ink-soft">{t("noInput")}</p>;
  return (
    <Table label={t("input")}>
      <thead>
        <tr>
          <HeadCell className="pl-0">{t("name")}</HeadCell>
          <HeadCell>{t("type")}</HeadCell>
          <HeadCell>{t("meaning")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, isRequired, schema }) => (
          <Row key={name}>
            <Cell className="pl-0">
              <code className="font-mono text-xs font-medium" translate="no">
                {name}
              </code>
              {isRequired && <span className="block text-xs text-amber">{t("required")}</span>}
            </Cell>
            <Cell className="max-w-56 break-words">
              <TypeText schema={schema} />
            </Cell>
            <Cell className="min-w-48 text-ink-soft" lang="en" translate="no">
              {schema.description}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
