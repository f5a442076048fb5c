/** A wrong command line, and what is wrong with it. */
import type { OperandName } from './grammar.ts'

/** What each kind of mistake knows; the sentence is made from it in any language. */
export interface UsageFacts {
  unknownSwitch: { part: string; spelled: string }
  valueMissing: { part: string }
  valueUnwanted: { part: string }
  valueNotSeconds: { part: string; least: number; most: number }
  switchTwice: { part: string }
  switchesExclusive: { parts: readonly string[] }
  operandMissing: { operand: OperandName; spelled: string }
  operandEmpty: { spelled: string }
  operandUnexpected: { part: string; spelled: string }
  mangled: { part: string }
  noCommand: { spelled: string; words: readonly string[] }
  unknownCommand: { part: string; spelled: string; words: readonly string[] }
  sessionMissing: { host: string }
  processScopeMissing: { host: string }
  serverEmpty: { part: string }
  valueNotCount: { part: string; least: number; most: number }
  valueNotOff: { part: string }
  faultUnknown: { part: string; words: readonly string[] }
  commandUnusable: { part: string; reason: string }
  networkOnly: { part: string }
  terminalMissing: { part: string }
  passwordMissing: { account: string }
  passwordEmpty: Record<never, never>
  passwordUnreadable: { file: string; reason: string }
  passwordExposed: { file: string }
  passwordGiven: { part: string }
  stdinTwice: Record<never, never>
  messageEmpty: Record<never, never>
  recipientsMissing: { file: string }
  recipientsUnreadable: { file: string; reason: string }
}

/** A kind of mistake on a command line. */
export type UsageProblem = keyof UsageFacts

/** One sentence per kind of mistake. */
export type UsageSentences = { readonly [P in UsageProblem]: (facts: UsageFacts[P]) => string }

/** The command line is wrong; the exit code is 2. */
export class UsageError<P extends UsageProblem = UsageProblem> extends Error {
  override readonly name = 'UsageError'
  readonly problem: P
  readonly facts: UsageFacts[P]

  constructor(problem: P, facts: UsageFacts[P]) {
    super(problem)
    this.problem = problem
    this.facts = facts
  }
}

/** Whether an error is a `UsageError`, also one of another bundle's copy of the class. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError'
}

/** The sentence for a wrong command line in one language. */
export function sayUsage<P extends UsageProblem>(sentences: UsageSentences, { problem, facts }: UsageError<P>): string {
  return sentences[problem](facts)
}
