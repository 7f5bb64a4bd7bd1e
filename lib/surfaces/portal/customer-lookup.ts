import "server-only";
import type { LookupChoice } from "@/components/ui/lookup-field";
import { OperationError } from "@/lib/kernel/errors";
import { getMemberProfile } from "@/lib/operations/accounts/get-member-profile";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { attempt, call } from "./call";
import { text } from "./form";

const MOST_CHOICES = 10;

type Named = { id: string; name: string; localName: string | null; email: string | null; phone: string | null };

/** A customer in one line, with what tells namesakes apart. */
export function customerLabel({ name, localName, email, phone }: Omit<Named, "id">): string {
  const names = localName && localName !== name ? `${name} ${localName}` : name;
  return [names, email ?? phone].filter(Boolean).join(" · ");
}

/** Customers whose name, mail or phone holds `search`; each label stands for one of them. */
export async function customerChoices(search: string): Promise<LookupChoice[]> {
  const { data } = await call(searchMembers, { search: search.slice(0, 200), limit: MOST_CHOICES });
  const labels = data.items.map(customerLabel);
  return data.items.map(({ id }, place) => {
    const label = labels[place] ?? id;
    const isUnique = labels.indexOf(label) === labels.lastIndexOf(label);
    return { id, label: isUnique ? label : `${label} (${id.slice(-4)})` };
  });
}

const refused = (rule: string) =>
  new OperationError("invalid_input", {
    message: `accountId: ${rule}`,
    details: { field: "accountId", fields: [{ field: "accountId", rule }] },
  });

/**
 * The customer that a LookupField `accountId` means: the one that was picked, or the only one its text finds; null when it was
 * left empty. Throws invalid_input when the text finds nobody or several.
 */
export async function customerOf(form: FormData): Promise<string | null> {
  const typed = text(form, "accountIdText").trim();
  if (typed === "") return null;
  if (text(form, "accountId") && typed === text(form, "accountIdWas")) return text(form, "accountId");
  // A picked label has more than the name; the search wants the name alone.
  const found = await customerChoices(typed.split(" · ")[0] ?? typed);
  const exact = found.filter(({ label }) => label === typed);
  const [only, another] = exact.length > 0 ? exact : found;
  if (!only) throw refused("nobody is called that; add the customer first");
  if (another) throw refused("several customers fit; pick one from the list, or type more of the name or mail");
  return only.id;
}

/** The customer with this id as a LookupField shows it; nothing when there is none, or none the person may see. */
export async function customerById(id: string | undefined): Promise<LookupChoice | undefined> {
  if (!id) return undefined;
  const outcome = await attempt(getMemberProfile, { accountId: id });
  return outcome.ok ? { id, label: customerLabel(outcome.answer.data.account) } : undefined;
}
