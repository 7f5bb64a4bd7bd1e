/** The look that text inputs, selects and text areas share. */
export const controlStyle =
  "rounded-md border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-faint aria-invalid:border-vermilion disabled:bg-sunken disabled:text-ink-faint";
