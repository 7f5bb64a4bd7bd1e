import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Moment, TimeAgo } from "@/components/ui/time";
import type { Column, Customer } from "./customer";
import { TagChip } from "./tag-chip";

const tones = { vip: "ok", lead: "warning", active: "neutral", churned: "neutral" } as const;

/** The stage of a customer as a word of status. */
export function StageBadge({ stage }: { stage: string }) {
  const t = useTranslations("customers.stages");
  const known = stage as keyof typeof tones;
  return known in tones ? <Badge tone={tones[known]}>{t(known)}</Badge> : <Badge>{stage}</Badge>;
}

/** The name of a language (BCP 47) in the reader's own; a tag that this runtime does not know stays as it is. */
export function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function LanguageName({ tag }: { tag: string }) {
  return <span translate="no">{languageName(useLocale(), tag)}</span>;
}

function Text({ children }: { children: string | null }) {
  return children === null ? null : (
    <bdi translate="no" className="block max-w-64 truncate" title={children}>
      {children}
    </bdi>
  );
}

/** What a column shows of a customer; nothing where there is nothing. */
export function CustomerCell({ customer, column }: { customer: Customer; column: Column }): ReactNode {
  const t = useTranslations("customers");
  const word = (group: "types" | "sources" | "genders" | "memberships", value: string) => {
    const key = `${group}.${value}` as "types.individual";
    return t.has(key) ? t(key) : value;
  };
  switch (column) {
    case "tags":
      return (
        <span className="flex max-w-72 flex-wrap gap-1">
          {customer.tags.map((tag) => (
            <TagChip key={tag.id} tag={tag} />
          ))}
        </span>
      );
    case "lifeStage":
      return <StageBadge stage={customer.lifeStage} />;
    case "type":
      return word("types", customer.type);
    case "source":
      return word("sources", customer.source);
    case "membershipStatus":
      return word("memberships", customer.membershipStatus);
    case "gender":
      return customer.gender && word("genders", customer.gender);
    case "language":
      return customer.language && <LanguageName tag={customer.language} />;
    case "dateOfBirth":
      return customer.dateOfBirth && <span translate="no">{customer.dateOfBirth}</span>;
    case "lastActivityAt":
      return <TimeAgo at={customer.lastActivityAt} />;
    case "lastBookingAt":
      return customer.lastBookingAt && <Moment at={customer.lastBookingAt} dateOnly />;
    case "createdAt":
    case "updatedAt":
      return <Moment at={customer[column]} dateOnly />;
    default:
      return <Text>{customer[column]}</Text>;
  }
}
