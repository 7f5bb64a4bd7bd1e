import Link from "next/link";

export type LinkTab = { href: string; label: string; isHere: boolean };

/** Views of one list, each with an address of its own. */
export function LinkTabs({ tabs, label }: { tabs: LinkTab[]; label: string }) {
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          prefetch={false}
          aria-current={tab.isHere ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent px-2.5 py-1.5 text-[13px] whitespace-nowrap text-ink-soft hover:text-ink aria-[current]:border-jade aria-[current]:text-ink"
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
