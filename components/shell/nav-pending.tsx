"use client";

import { useLinkStatus } from "next/link";
import { useEffect } from "react";

const ATTRIBUTE = "data-navigating";
const PATIENCE_MS = 150;

/** Inside a link: while its page takes longer than a moment to come, the shell shows a skeleton in its place. */
export function NavPending() {
  const { pending } = useLinkStatus();
  useEffect(() => {
    if (!pending) return;
    const root = document.documentElement;
    const timer = setTimeout(() => root.setAttribute(ATTRIBUTE, ""), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      root.removeAttribute(ATTRIBUTE);
    };
  }, [pending]);
  return null;
}
