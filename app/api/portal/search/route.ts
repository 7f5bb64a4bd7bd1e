import { searchCrm } from "@/lib/operations/accounts/search-crm";
import { answering, answerJson, queryOf } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

const SHOWN = 6;

/** Customers and contacts by part of a name, mail or phone, for the palette: `?query=…`. */
export function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const query = (queryOf(request).query ?? "").trim().slice(0, 200);
    if (query === "") return answerJson({ items: [] });
    const { data } = await call(searchCrm, { query, limit: SHOWN });
    const line = (...parts: (string | null)[]) => parts.filter(Boolean).join(" · ");
    const accounts = data.accounts.map(({ id, name, localName, phone, email }) => ({
      href: `/customers/${id}`,
      name: line(name, localName),
      detail: line(phone, email),
    }));
    const known = new Set(data.accounts.map(({ id }) => id));
    const contacts = data.contacts
      .filter(({ accountId }) => !known.has(accountId))
      .map(({ accountId, name, localName, accountName }) => ({
        href: `/customers/${accountId}#contacts`,
        name: line(name, localName),
        detail: accountName,
      }));
    return answerJson({ items: [...accounts, ...contacts].slice(0, SHOWN) });
  });
}
