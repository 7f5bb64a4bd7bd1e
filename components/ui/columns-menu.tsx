import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "./button-style";
import { FilterForm } from "./filter-form";
import { Menu } from "./menu";

export type ColumnChoice = { id: string; label: string; isShown: boolean };

type Props = {
  columns: ColumnChoice[];
  /** Everything else of the address, as name and value. */
  keep: [string, string][];
};

/** Which columns a table shows, kept in the address as `columns`. */
export function ColumnsMenu({ columns, keep }: Props) {
  const t = useTranslations("common");
  return (
    <Menu
      id="columns"
      placement="below-end"
      triggerClassName={buttonStyle({ size: "small", className: "h-8" })}
      trigger={
        <>
          <Columns3 aria-hidden />
          {t("columns")}
        </>
      }
      className="max-h-[min(30rem,80dvh)] w-60 overflow-y-auto p-2"
    >
      <FilterForm aria-label={t("columns")} className="grid gap-0.5">
        {keep.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {columns.map(({ id, label, isShown }) => (
          <label key={id} className="flex items-center gap-2 rounded-md px-2 py-1 hover:bg-hover">
            <input type="checkbox" name="columns" value={id} defaultChecked={isShown} className="size-4 accent-jade" />
            <span className="min-w-0 truncate">{label}</span>
          </label>
        ))}
        <button type="submit" className={buttonStyle({ size: "small", className: "hidden noscript:block" })}>
          {t("save")}
        </button>
      </FilterForm>
    </Menu>
  );
}
