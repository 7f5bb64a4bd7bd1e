/** What a form's last submission came to. `values` are what was typed, so that nothing has to be typed twice. */
export type FormState<Result = unknown> = {
  status: "idle" | "error" | "done";
  /** One sentence for the whole form. */
  message?: string;
  /** The next step. */
  hint?: string;
  /** Field name → what is wrong with it. */
  fields?: Record<string, string>;
  values?: Record<string, string>;
  /** Where the hint can be followed, such as a sign-in page of this site. */
  link?: { href: string; label: string };
  result?: Result;
};

export type FormAction<Result = unknown> = (state: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

export const idle = { status: "idle" } as const;
