"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";

type Props = { children: ReactNode; dismiss: string; action?: ReactNode };

/** A toast about what was just done. It leaves by itself unless it offers an undo, and not while it is pointed at. */
export function Notice({ children, dismiss, action }: Props) {
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    // The address forgets the notice, so that a reload or a shared link does not say it again.
    const address = new URL(window.location.href);
    address.searchParams.delete("done");
    address.searchParams.delete("undo");
    window.history.replaceState(window.history.state, "", address);
  }, []);
  if (!isShown) return null;
  return (
    <output
      className={`fixed right-4 bottom-4 z-50 flex max-w-[calc(100vw-2rem)] items-center gap-3 rounded-lg border bg-surface px-4 py-2.5 text-[13px] shadow-float ${action ? "" : "animate-notice"}`}
    >
      {children}
      {action}
      <button
        type="button"
        aria-label={dismiss}
        className="text-ink-faint hover:text-ink"
        onClick={() => setShown(false)}
      >
        <X aria-hidden className="size-4" />
      </button>
    </output>
  );
}
