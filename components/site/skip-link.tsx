import type { ReactNode } from "react";

/** The first thing a keyboard reaches: past the navigation. */
export function SkipLink({ children }: { children: ReactNode }) {
  return (
    <a href="#content" className="absolute -top-20 left-3 z-50 rounded-md bg-ink px-3 py-2 text-paper focus:top-3">
      {children}
    </a>
  );
}
