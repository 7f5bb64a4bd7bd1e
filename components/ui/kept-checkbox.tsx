"use client";

import type { ComponentProps } from "react";
import { useFormState } from "./action-form";
import { Checkbox } from "./checkbox";

/** A checkbox of a form that stays as it was clicked when its form fails. */
export function KeptCheckbox({
  name,
  defaultChecked,
  value = "on",
  ...rest
}: ComponentProps<typeof Checkbox> & { name: string }) {
  const { status, values } = useFormState();
  const isChecked = status === "error" && values ? values[name] === value : defaultChecked;
  return <Checkbox key={String(isChecked)} {...rest} {...{ name, value }} defaultChecked={isChecked} />;
}
