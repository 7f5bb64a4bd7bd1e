"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Renders the page anew every so often while something is under way; without scripts the page reloads itself. */
export function Refresher({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
