import { ListFilter, Search, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonStyle } from "./button-style";
import { cn } from "./class-names";
import { controlStyle } from "./control-style";
import type { Choice } from "./field";
import { FilterForm } from "./filter-form";
import { Menu } from "./menu";

type SearchProps = { name?: string; label: string; value?: string };

/** The search of a list. */
export function FilterSearch({ name = "search", label, value }: SearchProps) {
  return (
    <label className="relative min-w-0 flex-1 basis-52">
      <span className="sr-only">{label}</span>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
      <input
        type="search"
        name={name}
        placeholder={label}
        defaultValue={value}
        maxLength={200}
        autoComplete="off"
        enterKeyHint="search"
        className={cn(controlStyle, "h-8 w-full pl-8 text-[13px]")}
      />
    </label>
  );
}

type SelectProps = { name: string; label: string; value?: string; any: string; choices: Choice[]; className?: string };

/** One choice of a filter; `any` is the word for no choice. The name of the filter stands before it inside a panel. */
export function FilterSelect({ name, label, value, any, choices, className }: SelectProps) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      className={cn(controlStyle, "h-8 max-w-44 px-2 text-[13px]", className)}
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

/** A filter in the panel of further filters: its name above its control. */
export function FilterField({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <span className="text-xs text-ink-soft">{label}</span>
      {children}
    </div>
  );
}

/** A button with a panel of further filters; `count` says how many of them are set. Inside a FilterBar. */
export function MoreFilters({
  id,
  label,
  count,
  children,
}: {
  id: string;
  label: string;
  count: number;
  children: ReactNode;
}) {
  return (
    <Menu
      id={id}
      placement="below-end"
      triggerClassName={buttonStyle({ size: "small", className: "h-8" })}
      trigger={
        <>
          <ListFilter aria-hidden />
          {label}
          {count > 0 && <span className="rounded bg-jade-soft px-1 text-xs text-jade">{count}</span>}
        </>
      }
      className="max-h-[min(34rem,80dvh)] w-[min(30rem,calc(100vw-2rem))] overflow-y-auto p-3"
    >
      <div className="grid gap-3 sm:grid-cols-2">{children}</div>
    </Menu>
  );
}

type BarProps = {
  label: string;
  /** Controls: FilterSearch, FilterSelect, MoreFilters. */
  children: ReactNode;
  /** What else the address holds and must keep, such as sort and columns, as name and value. */
  keep?: [string, string][];
};

/** Search and filters of a list, kept in the address. Works as a plain form where there are no scripts. */
export function FilterBar({ label, children, keep = [] }: BarProps) {
  const t = useTranslations("common");
  return (
    <search>
      <FilterForm aria-label={label} className="flex flex-wrap items-center gap-2 aria-busy:opacity-80">
        {children}
        {keep.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className={buttonStyle({ size: "small", className: "sr-only noscript:not-sr-only" })}>
          {t("filter")}
        </button>
      </FilterForm>
    </search>
  );
}

export type FilterChip = { label: string; href: string };

/** The filters that are set, each a link that takes it away, and one that takes all away. */
export function FilterChips({ chips, clearHref, label }: { chips: FilterChip[]; clearHref: string; label: string }) {
  const t = useTranslations("common");
  if (chips.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap items-center gap-1.5 text-xs">
      {chips.map((chip) => (
        <li key={chip.label} className="min-w-0">
          <Link
            href={chip.href}
            prefetch={false}
            className="flex max-w-72 items-center gap-1 rounded-full border bg-surface py-0.5 pr-1.5 pl-2.5 hover:bg-hover"
          >
            <span className="truncate">{chip.label}</span>
            <X aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
            <span className="sr-only">{t("removeFilter")}</span>
          </Link>
        </li>
      ))}
      <li>
        <Link href={clearHref} prefetch={false} className={buttonStyle({ tone: "quiet", size: "small" })}>
          {t("clearFilters")}
        </Link>
      </li>
    </ul>
  );
}
