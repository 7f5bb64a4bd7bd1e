"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonStyle, buttonStyle } from "./button-style";

/** Submits its form; while the answer is under way it shows so and ignores further clicks. */
export function SubmitButton({ tone = "primary", size, children, ...rest }: ComponentProps<"button"> & ButtonStyle) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={buttonStyle({ tone, size })}
      aria-disabled={pending}
      onClick={(event) => pending && event.preventDefault()}
      {...rest}
    >
      {pending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
