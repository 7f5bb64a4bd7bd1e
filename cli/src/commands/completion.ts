import type { Command } from "commander";
import { usageError } from "../errors.ts";

interface Word {
  word: string;
  about: string;
}

/** One place on the command line: what may follow there. */
interface Place {
  /** `favcrm`, `favcrm tool`, `favcrm tool call` … */
  path: string;
  commands: Word[];
  options: Word[];
}

/** The completion script of a shell, made from the command tree itself. */
export function completionScript(program: Command, shell: string): string {
  const places = placesOf(program, "favcrm", globalOptions(program));
  const values = valuesOf(program);
  if (shell === "bash") return bash(places, values);
  if (shell === "zsh") return zsh(places, values);
  if (shell === "fish") return fish(places, values);
  throw usageError(`There is no completion for ${shell}.`, "Use bash, zsh or fish.");
}

function globalOptions(program: Command): Word[] {
  return [...program.options.map(optionWord), { word: "--help", about: "show help" }];
}

function optionWord(option: { long?: string | null; short?: string | null; description: string }): Word {
  return { word: option.long ?? option.short ?? "", about: option.description };
}

function placesOf(command: Command, path: string, inherited: Word[]): Place[] {
  const commands = command.commands.map((child) => ({ word: child.name(), about: child.description() }));
  const own = command.parent ? command.options.map(optionWord) : [];
  const here = { path, commands, options: [...own, ...inherited] };
  return [here, ...command.commands.flatMap((child) => placesOf(child, `${path} ${child.name()}`, inherited))];
}

/** Options whose values are known: option → values. */
function valuesOf(command: Command): Map<string, string[]> {
  const own = command.options.flatMap((option) =>
    option.argChoices && option.long ? [[option.long, option.argChoices] as const] : [],
  );
  return new Map([...own, ...command.commands.flatMap((child) => [...valuesOf(child)])]);
}

function wordsOf({ commands, options }: Place): string {
  return [...commands, ...options].map(({ word }) => word).join(" ");
}

function bash(places: Place[], values: Map<string, string[]>): string {
  const paths = places
    .slice(1)
    .map(({ path }) => `"${path}"`)
    .join("|");
  return [
    "# bash completion of favcrm",
    "_favcrm() {",
    `  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" at="favcrm" words="" i`,
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    `    case "$at \${COMP_WORDS[i]}" in ${paths}) at="$at \${COMP_WORDS[i]}" ;; esac`,
    "  done",
    '  case "$at" in',
    ...places.map((place) => `    "${place.path}") words="${wordsOf(place)}" ;;`),
    "  esac",
    '  case "$previous" in',
    ...[...values].map(([option, choices]) => `    ${option}) words="${choices.join(" ")}" ;;`),
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -F _favcrm favcrm",
  ].join("\n");
}

function zsh(places: Place[], values: Map<string, string[]>): string {
  const paths = places
    .slice(1)
    .map(({ path }) => `"${path}"`)
    .join("|");
  const described = ({ word, about }: Word) => quoted(`${word}:${about.replaceAll(":", "\\:")}`);
  return [
    "#compdef favcrm",
    "_favcrm() {",
    '  local at="favcrm" word',
    "  local -a items",
    "  for word in $words[2,CURRENT-1]; do",
    `    case "$at $word" in ${paths}) at="$at $word" ;; esac`,
    "  done",
    '  case "$words[CURRENT-1]" in',
    ...[...values].map(([option, choices]) => `    ${option}) compadd -- ${choices.join(" ")}; return ;;`),
    "  esac",
    '  case "$at" in',
    ...places.map(
      (place) => `    "${place.path}") items=(${[...place.commands, ...place.options].map(described).join(" ")}) ;;`,
    ),
    "  esac",
    "  _describe -t words favcrm items",
    "}",
    'if [ "$funcstack[1]" = "_favcrm" ]; then _favcrm "$@"; else compdef _favcrm favcrm; fi',
  ].join("\n");
}

function fish(places: Place[], values: Map<string, string[]>): string {
  const paths = places
    .slice(1)
    .map(({ path }) => `"${path}"`)
    .join(" ");
  const lines = places.flatMap((place) => {
    const condition = `-n '__favcrm_at "${place.path}"'`;
    const commands = place.commands.map(
      ({ word, about }) => `complete -c favcrm -f ${condition} -a ${word} -d ${quoted(about)}`,
    );
    const options = place.options
      .filter(({ word }) => word.startsWith("--"))
      .map(({ word, about }) => {
        const choices = values.get(word);
        return `complete -c favcrm ${condition} -l ${word.slice(2)}${choices ? ` -x -a ${quoted(choices.join(" "))}` : ""} -d ${quoted(about)}`;
      });
    return [...commands, ...options];
  });
  return [
    "# fish completion of favcrm",
    "function __favcrm_at",
    "  set -l at favcrm",
    `  set -l known ${paths}`,
    "  for word in (commandline -opc)[2..-1]",
    '    if contains -- "$at $word" $known',
    '      set at "$at $word"',
    "    end",
    "  end",
    '  test "$at" = "$argv[1]"',
    "end",
    ...lines,
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "'\\''")}'`;
}
