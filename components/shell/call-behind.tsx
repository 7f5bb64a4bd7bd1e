import { Braces } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/components/ui/button-style";
import { CodeBlock } from "@/components/ui/code-block";
import { Menu } from "@/components/ui/menu";
import { cliLine, mcpCall } from "./call-text";

/** The tool call that shows the same as this page, to copy as MCP call or as CLI line. */
export function CallBehind({ tool, args = {} }: { tool: string; args?: Record<string, unknown> }) {
  const t = useTranslations("shell");
  return (
    <Menu
      id={`call-${tool}`}
      placement="below-end"
      triggerClassName={buttonStyle({ tone: "quiet", size: "small" })}
      triggerLabel={t("callBehind")}
      trigger={
        <>
          <Braces aria-hidden />
          <span translate="no" className="font-mono text-xs">
            {tool}
          </span>
        </>
      }
      className="w-[min(30rem,calc(100vw-2rem))]"
    >
      <div className="grid gap-2 p-2">
        <p className="text-ink-soft">{t("callBehindHelp")}</p>
        <CodeBlock label={t("asCli")} code={cliLine(tool, args)} wrap />
        <CodeBlock label={t("asMcp")} code={mcpCall(tool, args)} wrap />
      </div>
    </Menu>
  );
}
