import { useTranslations } from "next-intl";
import { cliLine, mcpCall } from "@/components/shell/call-text";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { type SchemaField, SchemaTable } from "./schema-table";

export type ToolView = {
  name: string;
  title: string;
  description: string;
  area: string;
  effect: "read" | "create" | "update" | "delete" | "send";
  isPublic: boolean;
  scopes: readonly string[];
  fields: SchemaField[];
  example: Record<string, unknown>;
  undo?: { tool: string } | { none: string };
};

const tones = { read: "neutral", create: "ok", update: "warning", delete: "danger", send: "warning" } as const;

/** What a tool does to the world and what it asks of a key, in a line of badges. */
export function ToolBadges({ tool }: { tool: Pick<ToolView, "effect" | "isPublic" | "scopes"> }) {
  const t = useTranslations("docs.tools");
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Badge tone={tones[tool.effect]}>{t(`effect.${tool.effect}`)}</Badge>
      {tool.isPublic && <Badge>{t("public")}</Badge>}
      {tool.scopes.map((scope) => (
        <code key={scope} translate="no" className="rounded bg-hover px-1.5 py-px font-mono text-xs text-ink-soft">
          {scope}
        </code>
      ))}
    </span>
  );
}

/** Everything about one tool; the same with and without a signed-in person. */
export function ToolDetail({ tool }: { tool: ToolView }) {
  const t = useTranslations("docs.tools");
  return (
    <div className="grid gap-4">
      <ToolBadges tool={tool} />
      <p className="max-w-prose text-ink-soft" lang="en" translate="no">
        {tool.description}
      </p>
      <SchemaTable fields={tool.fields} />
      <div className="grid gap-2">
        <CodeBlock label={t("asCli")} code={cliLine(tool.name, tool.example)} wrap />
        <CodeBlock label={t("asMcp")} code={mcpCall(tool.name, tool.example)} wrap />
      </div>
      {tool.undo && (
        <p className="text-[13px] text-ink-soft">
          {t("undo")}:{" "}
          <span translate="no" lang="en" className={"tool" in tool.undo ? "font-mono text-xs" : ""}>
            {"tool" in tool.undo ? tool.undo.tool : tool.undo.none}
          </span>
        </p>
      )}
    </div>
  );
}
