import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { controlStyle } from "@/components/ui/control-style";
import { EmptyState } from "@/components/ui/empty-state";
import type { ToolView } from "./tool-detail";

type Props = {
  tools: readonly Pick<ToolView, "name" | "title" | "area" | "effect" | "isPublic">[];
  query: string;
  basePath: string;
};

const tones = { read: "neutral", create: "ok", update: "warning", delete: "danger", send: "warning" } as const;

function SearchForm({ query, basePath }: { query: string; basePath: string }) {
  const t = useTranslations("docs.tools");
  const common = useTranslations("common");
  return (
    <search>
      <form action={basePath} className="flex max-w-md gap-2">
        <input
          type="search"
          name="q"
          defaultValue={query}
          aria-label={t("searchLabel")}
          placeholder={t("searchLabel")}
          className={`${controlStyle} h-9 w-full`}
        />
        <Button type="submit">{common("search")}</Button>
      </form>
    </search>
  );
}

/** The catalogue: search, then the tools by area. */
export function ToolList({ tools, query, basePath }: Props) {
  const t = useTranslations("docs.tools");
  const areas = useTranslations("keys.area");
  const groups = [...new Set(tools.map((tool) => tool.area))];
  return (
    <div className="grid gap-5">
      <SearchForm query={query} basePath={basePath} />
      <p role="status" className="text-[13px] text-ink-soft">
        {t("count", { count: tools.length })}
      </p>
      {tools.length === 0 && <EmptyState title={t("noneTitle", { query })}>{t("noneBody")}</EmptyState>}
      {groups.map((area) => (
        <section key={area} className="grid gap-1.5">
          <h2 className="text-[13px] font-medium text-ink-soft">
            {areas.has(area as "keys") ? areas(area as "keys") : area}
          </h2>
          <ul className="divide-y rounded-lg border bg-surface">
            {tools
              .filter((tool) => tool.area === area)
              .map((tool) => (
                <li key={tool.name}>
                  <Link
                    href={`${basePath}/${tool.name}`}
                    prefetch={false}
                    className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-hover"
                    translate="no"
                  >
                    <span className="flex-1 text-[13px] font-medium max-sm:basis-full" lang="en">
                      {tool.title}
                    </span>
                    <code className="font-mono text-xs text-ink-soft">{tool.name}</code>
                    <span translate="yes">
                      <Badge tone={tones[tool.effect]}>{t(`effect.${tool.effect}`)}</Badge>
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
