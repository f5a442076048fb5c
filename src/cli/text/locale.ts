/** Which language the environment asks for. */
import type { Io } from '../io.ts'
import type { HelpTexts } from './catalogue.ts'
import { enHelp } from './en-help.ts'

/** Whether LC_ALL, LC_MESSAGES or LANG, the first of them that is set, names Japanese; else the texts are English. */
export function wantsJapanese(env: Io['env']): boolean {
  return /^ja(?:[_.@-]|$)/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
}

/** The texts of the help in that language. */
export async function helpTextsFor(env: Io['env']): Promise<HelpTexts> {
  return wantsJapanese(env) ? (await import('./ja-help.ts')).jaHelp : enHelp
}
