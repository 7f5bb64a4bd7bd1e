import { text } from "@/lib/surfaces/portal/form";

/** What a form of links adds and takes away: its checked boxes against what was linked when it was shown. */
export function linkChanges(form: FormData): { added: string[]; removed: string[] } {
  const was = text(form, "was").split(" ").filter(Boolean);
  const checked = [...form.keys()].filter((name) => name.startsWith("link-")).map((name) => name.slice("link-".length));
  return {
    added: checked.filter((id) => !was.includes(id)),
    removed: was.filter((id) => !checked.includes(id)),
  };
}
