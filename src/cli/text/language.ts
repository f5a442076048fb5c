/** All texts in the language that the environment asks for. */
import type { Io } from '../io.ts'
import type { Texts } from './catalogue.ts'
import { en } from './en.ts'
import { wantsJapanese } from './locale.ts'

/** Japanese where the environment names it, or else English. */
export async function textsFor(env: Io['env']): Promise<Texts> {
  return wantsJapanese(env) ? (await import('./ja.ts')).ja : en
}
