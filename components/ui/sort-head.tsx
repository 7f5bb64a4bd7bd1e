import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { HeadCell } from "./table";

type Props = {
  children: ReactNode;
  /** Where a click leads: the same list in the other order, or ordered by this column. */
  href: string;
  direction?: "asc" | "desc";
};

/** The head of a column that the list can be ordered by. */
export function SortHead({ children, href, direction }: Props) {
  const Arrow = direction === "desc" ? ArrowDown : ArrowUp;
  return (
    <HeadCell aria-sort={direction && (direction === "asc" ? "ascending" : "descending")}>
      <Link href={href} prefetch={false} className="group inline-flex items-center gap-1 rounded hover:text-ink">
        {children}
        <Arrow
          aria-hidden
          className={`size-3.5 ${direction ? "" : "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"}`}
        />
      </Link>
    </HeadCell>
  );
}
