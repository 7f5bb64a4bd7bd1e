import { fold } from "./search-text";

interface Called {
  name: string;
  localName?: string | null;
  firstName?: string | null;
  lastName?: string | null;
}

/** The words of a name in one order: `"Chan, Tai Man"` and `"tai man CHAN"` are the same. */
const wordsOf = (name: string) =>
  fold(name)
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(" ");

/** Whether somebody goes by a name, in any script they gave, whatever its case, accents and order of words. */
export function isCalled({ name, localName, firstName, lastName }: Called, asked: string): boolean {
  const own = [name, localName, firstName && lastName && `${firstName} ${lastName}`];
  const wanted = wordsOf(asked);
  return own.some((each) => each && wordsOf(each) === wanted);
}
