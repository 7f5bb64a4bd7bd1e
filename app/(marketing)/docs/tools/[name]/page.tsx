import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocsFrame } from "@/components/docs/docs-frame";
import { ToolDetail } from "@/components/tools/tool-detail";
import { catalogue } from "@/lib/surfaces/portal/catalogue";

type Props = { params: Promise<{ name: string }> };

async function toolOf({ params }: Props) {
  const { name } = await params;
  return catalogue().find((tool) => tool.name === name) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { name, description } = await toolOf(props);
  return { title: name, description };
}

export default async function Page(props: Props) {
  const tool = await toolOf(props);
  return (
    <DocsFrame
      current="/docs/tools"
      title={
        <span lang="en" translate="no">
          {tool.title}
        </span>
      }
      lead={
        <code className="font-mono text-sm" translate="no">
          {tool.name}
        </code>
      }
    >
      <ToolDetail tool={tool} />
    </DocsFrame>
  );
}
