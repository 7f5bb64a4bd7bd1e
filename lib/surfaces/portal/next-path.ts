/** Where a signed-in person starts. */
export const HOME = "/home";

/** Letters, digits, - and _ between single slashes: no dots, no second slash, nothing that names another host. */
const PAGE = /^(\/[A-Za-z0-9][A-Za-z0-9_-]{0,63}){1,4}$/;
/** What is no page, or none to arrive at. */
const NO_TARGET = /^\/(api|mcp|b|sign-in|sign-out|sign-up)(\/|$)/;

/** A redirect target that may be trusted: a page of ours, else the home page. Drops queries. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== "string") return HOME;
  const [path = ""] = wanted.split(/[?#]/, 1);
  return PAGE.test(path) && !NO_TARGET.test(path) ? path : HOME;
}
