/** What an administrator can change where something on a host is not as it must be. */

/** What each remedy knows; the sentence is made from it in any language. */
export interface RemedyFacts {
  installSamba: Record<never, never>
  installWinbind: Record<never, never>
  correctSmbConf: Record<never, never>
  /** Lines that Samba up to 4.15 needs in its [global] section. */
  addToSmbConf: { readonly lines: readonly string[] }
  startUnit: { readonly unit: string }
  /** Its log says why it does not answer. */
  readJournal: { readonly unit: string }
  makeFolder: { readonly path: string; readonly mode: string }
  setMode: { readonly path: string; readonly mode: string }
  setOwner: { readonly path: string }
  /** The sockets are not where Samba looks for them. */
  moveSockets: { readonly folder: string; readonly unit: string }
  runAsRoot: Record<never, never>
}

/** A kind of remedy. */
export type RemedyName = keyof RemedyFacts

/** A remedy with what it knows. */
export type Remedy = { readonly [R in RemedyName]: { readonly name: R; readonly facts: RemedyFacts[R] } }[RemedyName]

/** One sentence per remedy. */
export type RemedySentences = { readonly [R in RemedyName]: (facts: RemedyFacts[R]) => string }

/** The sentence for a remedy in one language. */
export function sayRemedy<R extends RemedyName>(
  sentences: RemedySentences,
  { name, facts }: { readonly name: R; readonly facts: RemedyFacts[R] },
): string {
  return sentences[name](facts)
}
