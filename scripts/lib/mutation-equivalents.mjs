// Faults that change nothing that anybody could see, each with the reason: they are not asked about.
const EQUIVALENTS = [];

/** Why a fault changes nothing, or undefined. `source` is the line it is in. */
export function equivalenceOf({ file, source, was, text }) {
  return EQUIVALENTS.find(
    (each) => each.file === file && source.includes(each.line) && each.was === was && each.text === text,
  )?.because;
}
