/** The help of a command and of a family, made from the grammar. */
import { type CommandName, GRAMMARS, type Grammar, type SwitchName } from './grammar.ts'
import type { FamilyLine } from './programs.ts'
import type { HelpTexts } from './text/catalogue.ts'
import { padEnd, widthOf } from './width.ts'

/** Where the meanings begin. */
const INDENT = 22

/** The lines of `spelled /?`, folded to `columns`. */
export function helpOf(spelled: string, command: CommandName, texts: HelpTexts, columns: number): string[] {
  const grammar = GRAMMARS[command]
  const operands = grammar.operands.map(({ name }) => entry(texts.operands[name], texts.operandMeanings[name], columns))
  const switches = grammar.switches.map((name) => entry(switchWord(name, texts), texts.switchMeanings[name], columns))
  return [
    texts.commands[command],
    '',
    ...fold(`${texts.usage} ${usageOf(spelled, grammar, texts)}`, columns, widthOf(texts.usage) + 1),
    '',
    ...operands.flat(),
    ...switches.flat(),
    ...entry('/?', texts.help, columns),
    ...entry('--version', texts.version, columns),
  ]
}

/** The lines of the help of a program that holds several commands. */
export function familyHelp(spelled: string, lines: readonly FamilyLine[], texts: HelpTexts, columns: number): string[] {
  return [
    ...lines.flatMap((line) => entry(line.spelled, texts.commands[line.command], columns)),
    '',
    ...fold(texts.more(spelled), columns, 0),
  ]
}

function usageOf(spelled: string, grammar: Grammar, texts: HelpTexts): string {
  const operands = grammar.operands.map(({ name, required }) => {
    const words = texts.operands[name]
    if (!required) return `[${words}]`
    return words.includes('|') ? `{${words}}` : words
  })
  const switches = grammar.switches
    .filter((name) => !grammar.exclusive?.includes(name))
    .map((name) => `[${switchWord(name, texts)}]`)
  const exclusive = grammar.exclusive
    ? [`[${grammar.exclusive.map((name) => switchWord(name, texts)).join(' | ')}]`]
    : []
  const [target = '', ...rest] = operands
  return [spelled, target, ...switches, ...exclusive, ...rest].filter(Boolean).join(' ')
}

function switchWord(name: SwitchName, texts: HelpTexts): string {
  const value = texts.values[name]
  return value ? `/${name}:${value}` : `/${name}`
}

function entry(word: string, meaning: string, columns: number): string[] {
  const folded = fold(' '.repeat(INDENT) + meaning, columns, INDENT)
  if (widthOf(word) + 4 > INDENT) return [`  ${word}`, ...folded]
  const [first = '', ...rest] = folded
  return [padEnd(`  ${word}`, INDENT) + first.slice(INDENT), ...rest]
}

/** Folds at blanks, and between characters where there are none, as in Japanese. */
function fold(line: string, columns: number, indent: number): string[] {
  const width = Math.max(columns - 1, indent + 20)
  const lines: string[] = []
  let current = ''
  for (const piece of line.match(/^ +|[!-~]+ ?|\[[^\]]*\] ?|[^!-~]/gu) ?? []) {
    if (current.trim() && widthOf(current + piece.trimEnd()) > width) {
      lines.push(current.trimEnd())
      current = ' '.repeat(indent)
    }
    current += piece
  }
  return [...lines, current.trimEnd()]
}
