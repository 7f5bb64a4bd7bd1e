/** Where a signed-in person starts. */
export const HOME = "/home";

/** Pages that signing in may lead to. `settings` and `activity` have pages below them. */
const TARGETS = [
  /^\/home$/,
  /^\/activity(\/evt_[0-9A-Za-z]{24})?$/,
  /^\/customers(\/(new|import|acc_[0-9A-Za-z]{24}))?$/,
  /^\/(segments|deals|tasks)(\/[0-9A-Za-z_]{1,64}){0,2}$/,
  /^\/tools(\/[a-z0-9_]{1,40})?$/,
  /^\/settings(\/[a-z-]{1,40}){0,2}$/,
  /^\/settings\/mcp-keys\/key_[0-9A-Za-z]{24}(\/[a-z-]{1,40})?$/,
  /^\/(pair|join|workspaces|docs|connect|leaked|review-keys)$/,
];

/** A redirect target that may be trusted: one of our own pages from the list above, else the home page. Drops queries. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== "string") return HOME;
  const [path = ""] = wanted.split(/[?#]/, 1);
  return TARGETS.some((target) => target.test(path)) ? path : HOME;
}
