import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ToolDetail } from "@/components/tools/tool-detail";
import { TryForm } from "@/components/tools/try-form";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { isScope } from "@/lib/auth/scopes";
import { catalogue } from "@/lib/surfaces/portal/catalogue";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { tryTool } from "../actions";

export const generateMetadata = titled("tools.title");

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  const tool = catalogue().find((candidate) => candidate.name === name);
  if (!tool) notFound();
  const [t, caller] = await Promise.all([getTranslations("tools"), workspaceCaller(`/tools/${name}`)]);
  const isAllowed = tool.scopes.every((scope) => isScope(scope) && caller.scopes.has(scope));
  return (
    <Frame
      title={
        <span lang="en" translate="no">
          {tool.title}
        </span>
      }
      description={
        <>
          <code className="font-mono text-[13px]" translate="no">
            {tool.name}
          </code>{" "}
          ·{" "}
          <Link href="/tools" className="underline underline-offset-2">
            {t("all")}
          </Link>
        </>
      }
    >
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <ToolDetail tool={tool} />
        <Card title={t("try")} description={isAllowed ? t("tryHelp") : t("notAllowed")}>
          {isAllowed && (
            <CardBody>
              <TryForm action={tryTool.bind(null, tool.name)} fields={tool.fields} isRead={tool.effect === "read"} />
            </CardBody>
          )}
        </Card>
      </div>
    </Frame>
  );
}
