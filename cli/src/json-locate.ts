export interface JsonFault {
  /** Offset of the first character that cannot stand where it stands. */
  index: number;
  problem: string;
}

class Fault extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault.problem);
  }
}

/** Finds where a text stops being JSON. V8's own message leaves the place out for short texts. */
export function locateJsonError(source: string): JsonFault {
  try {
    const end = spaces(source, value(source, spaces(source, 0)));
    return { index: end, problem: end < source.length ? "nothing may follow the value" : "the value is not complete" };
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

function fail(index: number, problem: string): never {
  throw new Fault({ index, problem });
}

function spaces(source: string, from: number): number {
  let at = from;
  while (" \t\n\r".includes(source[at] ?? "x")) at++;
  return at;
}

function value(source: string, at: number): number {
  const character = source[at];
  if (character === undefined) return fail(at, "the text ends here, a value is missing");
  if (character === "{") return members(source, at, "}", pair);
  if (character === "[") return members(source, at, "]", value);
  if (character === '"') return string(source, at);
  const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
    source.slice(at, at + 400),
  );
  if (word) return at + word[0].length;
  return fail(
    at,
    character === "'" ? 'text stands in double quotes: "…"' : "a value is needed here (text stands in double quotes)",
  );
}

function pair(source: string, at: number): number {
  if (source[at] !== '"') return fail(at, "a name in double quotes is needed here");
  const colon = spaces(source, string(source, at));
  if (source[colon] !== ":") return fail(colon, "a colon is needed between name and value");
  return value(source, spaces(source, colon + 1));
}

function members(source: string, open: number, close: string, member: (source: string, at: number) => number): number {
  let at = spaces(source, open + 1);
  if (source[at] === close) return at + 1;
  for (;;) {
    at = spaces(source, member(source, at));
    if (source[at] === close) return at + 1;
    if (source[at] !== ",") return fail(at, `a comma or ${close} is needed here`);
    at = spaces(source, at + 1);
    if (source[at] === close) return fail(at, "a comma may not stand before the end");
  }
}

function string(source: string, open: number): number {
  const found = /^"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/u.exec(source.slice(open));
  const end = open + (found?.[0].length ?? 1);
  if (source[end] === '"') return end + 1;
  return fail(
    end,
    end >= source.length ? "the text in quotes does not end" : "this character needs an escape (\\n, \\\\, …)",
  );
}
