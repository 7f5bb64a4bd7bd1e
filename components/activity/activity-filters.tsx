import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import type { Choice } from "@/components/ui/field";

export type ActivityFilter = {
  actorId?: string;
  operation?: string;
  effect?: string;
  outcome?: string;
  from?: string;
  to?: string;
};

type Props = { filter: ActivityFilter; actors: Choice[]; operations: string[]; exportHref: string };

const effects = ["read", "create", "update", "delete", "send"] as const;
const outcomes = ["done", "refused", "failed"] as const;

function Select({
  name,
  label,
  value,
  choices,
  any,
}: {
  name: string;
  label: string;
  value?: string;
  choices: Choice[];
  any: string;
}) {
  return (
    <select
      key={value}
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      className={`${controlStyle} h-8 max-w-44 px-2 text-[13px]`}
    >
      <option value="">{any}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** A plain form that puts the filter into the address, so that a view can be bookmarked and shared. */
export function ActivityFilters({ filter, actors, operations, exportHref }: Props) {
  const t = useTranslations("activity");
  const tools = useTranslations("docs.tools");
  const common = useTranslations("common");
  const dateStyle = `${controlStyle} h-8 px-2 text-[13px]`;
  return (
    <form className="flex flex-wrap items-center gap-2" action="/activity">
      <Select name="actorId" label={t("actor")} value={filter.actorId} choices={actors} any={t("anyActor")} />
      <Select
        name="operation"
        label={t("tool")}
        value={filter.operation}
        choices={operations.map((name) => ({ value: name, label: name }))}
        any={t("anyTool")}
      />
      <Select
        name="effect"
        label={t("effect")}
        value={filter.effect}
        choices={effects.map((value) => ({ value, label: tools(`effect.${value}`) }))}
        any={t("anyEffect")}
      />
      <Select
        name="outcome"
        label={t("outcomeLabel")}
        value={filter.outcome}
        choices={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        any={t("anyOutcome")}
      />
      <input type="date" name="from" aria-label={t("from")} defaultValue={filter.from} className={dateStyle} />
      <input type="date" name="to" aria-label={t("to")} defaultValue={filter.to} className={dateStyle} />
      <Button type="submit" size="small">
        {common("filter")}
      </Button>
      {Object.values(filter).some(Boolean) && (
        <a href="/activity" className={buttonStyle({ tone: "quiet", size: "small" })}>
          {common("clearFilters")}
        </a>
      )}
      <a href={exportHref} download className={`${buttonStyle({ tone: "quiet", size: "small" })} sm:ml-auto`}>
        {t("export")}
      </a>
    </form>
  );
}
