import { DATE_ORDERS, ON_IMPORT_DUPLICATE } from "@/lib/operations/imports/import";
import { choiceOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";

/** How the address says a file is to be imported: `c0` is what the first column fills. */
export function choicesOf(query: PageQuery, columns: readonly string[], recognised: Record<string, string>) {
  const mapping = Object.fromEntries(
    columns.map((column, index) => [column, oneOf(query, `c${index}`) ?? recognised[column] ?? "ignore"]),
  );
  return {
    mapping,
    onDuplicate: choiceOf(query, "onDuplicate", ON_IMPORT_DUPLICATE) ?? "hold",
    dateOrder: choiceOf(query, "dateOrder", DATE_ORDERS) ?? "ymd",
  };
}
