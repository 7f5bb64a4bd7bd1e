// A source that has all its faults inside, each asleep until `__fault(number)` says that its turn has come. It is loaded
// once for all of them: to load it anew for each would take longer than its tests.
import { apply } from "./mutants.mjs";

const spanOf = ({ place: { from, to } }) => `${from}-${to}`;

/** The places that lie in no other place, widest first where two begin together. */
function outermost(mutants) {
  const sorted = [...mutants].sort((a, b) => a.place.from - b.place.from || b.place.to - a.place.to);
  const groups = [];
  for (const mutant of sorted) {
    const last = groups.at(-1);
    if (!last || mutant.place.from >= last.place.to) groups.push({ place: mutant.place, here: [mutant], inside: [] });
    else if (spanOf(mutant) === spanOf(last)) last.here.push(mutant);
    else last.inside.push(mutant);
  }
  return groups;
}

/** The text from one place to another with the switches of `mutants`, which all lie in it. */
function switched(text, mutants, from, to) {
  let written = "";
  let at = from;
  for (const { place, here, inside } of outermost(mutants)) {
    const sound = switched(text, inside, place.from, place.to);
    const faulty = here.map((mutant) => {
      const end = place.to + mutant.text.length - (mutant.to - mutant.from);
      return { id: mutant.id, text: apply(text, mutant).slice(place.from, end) };
    });
    written += text.slice(at, place.from) + (place.isStatement ? statement : expression)(faulty, sound);
    at = place.to;
  }
  return written + text.slice(at, to);
}

const statement = (faulty, sound) =>
  `${faulty.map(({ id, text }) => `if (globalThis.__fault(${id})) { ${text} } else `).join("")}{ ${sound} }`;

const expression = (faulty, sound) =>
  `(${faulty.map(({ id, text }) => `globalThis.__fault(${id}) ? (${text}) : `).join("")}(${sound}))`;

/** The whole source with a switch for each of the mutants, which have an `id` by now. */
export const withSwitches = (text, mutants) => switched(text, mutants, 0, text.length);
