/** Pages anybody can open. */
export const publicPages = [
  "/",
  "/connect",
  "/docs",
  "/docs/tools",
  "/docs/tools/create_api_key",
  "/docs/errors/code_locked",
  "/docs/leaks",
  "/sign-in",
  "/sign-up",
  "/leaked",
  "/not-me",
  "/join",
  "/outbox",
] as const;

/** Pages of a signed-in owner. */
export const signedInPages = [
  "/home",
  "/customers",
  "/customers/new",
  "/segments",
  "/segments/new",
  "/deals",
  "/deals?as=table",
  "/deals/new",
  "/deals/pipelines",
  "/customers/import",
  "/tasks",
  "/tasks/new",
  "/today",
  "/calendar",
  "/bookings",
  "/bookings/new",
  "/services",
  "/services/new",
  "/staff",
  "/resources",
  "/activity",
  "/tools",
  "/tools/create_api_key",
  "/settings/mcp-keys",
  "/settings/mcp-keys/new",
  "/settings/mcp-keys/review",
  "/settings/team",
  "/settings/companies",
  "/settings/organisation",
  "/settings/booking-page",
  "/settings/hours",
  "/settings/bookings",
  "/settings/plan",
  "/settings/profile",
  "/settings/danger",
  "/pair",
] as const;

/** A page's address as a file name. */
export function fileNameOf(path: string): string {
  return path === "/" ? "landing" : path.slice(1).replace("?as=", "-").replace(/\W+/g, "-");
}
