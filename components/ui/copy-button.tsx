"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";

type Props = ButtonStyle & { text: string; label: string; done: string; showLabel?: boolean };

/** Copies `text`; says so for two seconds. */
export function CopyButton({ text, label, done, showLabel = false, tone = "quiet", size = "small" }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <button type="button" onClick={copy} className={buttonStyle({ tone, size })} title={label}>
      {copied ? <Check aria-hidden className="text-jade" /> : <Copy aria-hidden />}
      <span className={showLabel ? "" : "sr-only"} aria-live="polite">
        {copied ? done : label}
      </span>
    </button>
  );
}
