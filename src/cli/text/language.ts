/** Which language and which formats the environment asks for. */
import type { Io } from '../io.ts'
import type { Texts } from './catalogue.ts'
import { en } from './en.ts'

/** The texts in the language that LC_ALL, LC_MESSAGES or LANG names: Japanese, or else English. */
export async function textsFor(env: Io['env']): Promise<Texts> {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  if (!/^ja(?:[_.@-]|$)/i.test(locale)) return en
  const { ja } = await import('./ja.ts')
  return ja
}

/** The language tag for dates that LC_ALL, LC_TIME or LANG names; American English where none does. */
export function dateLocale(env: Io['env']): string {
  const locale = (env.LC_ALL || env.LC_TIME || env.LANG || '').replace(/[.@].*$/, '').replaceAll('_', '-')
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en-US'
  } catch {
    return 'en-US'
  }
}
