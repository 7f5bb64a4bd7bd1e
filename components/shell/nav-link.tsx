"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { NavPending } from "./nav-pending";

/** A link of the sidebar; marks itself while its page, or one below it, is shown. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const isHere = path === href || path.startsWith(`${href}/`);
  const closeDrawer = (event: MouseEvent) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      onClick={closeDrawer}
      className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-ink-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {children}
      <NavPending />
    </Link>
  );
}
