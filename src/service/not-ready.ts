/** Why the service cannot begin, and what each reason knows. */

/** What each reason knows; the sentence is made from it in any language. */
export interface NotReadyFacts {
  /** Not Linux. */
  platform: Record<never, never>
  /** Not root. */
  root: Record<never, never>
  samba: Record<never, never>
  /** Something else stands where a socket or a folder must be. */
  inTheWay: { readonly path: string }
  /** Another program answers on that socket. */
  taken: { readonly path: string }
  /** systemd has opened sockets, and not that one. */
  socketMissing: { readonly path: string }
  folderOwner: { readonly path: string; readonly uid: number }
  /** With that mode Samba's own pipes would cease to work. */
  folderMode: { readonly path: string; readonly mode: string; readonly wanted: string }
  /** The system does not let us listen. */
  pipes: { readonly folder: string; readonly reason: string }
}

/** A reason. */
export type NotReadyReason = keyof NotReadyFacts

/** One sentence per reason. */
export type NotReadySentences = { readonly [R in NotReadyReason]: (facts: NotReadyFacts[R]) => string }

/** The service cannot begin here. */
export class NotReady<R extends NotReadyReason = NotReadyReason> extends Error {
  override readonly name = 'NotReady'
  readonly reason: R
  readonly facts: NotReadyFacts[R]

  constructor(reason: R, facts: NotReadyFacts[R], options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
    this.facts = facts
  }
}

/** Whether an error is a `NotReady`, also one of another bundle's copy of the class. */
export function isNotReady(error: unknown): error is NotReady {
  return error instanceof Error && error.name === 'NotReady'
}

/** The sentence for it in one language. */
export function sayNotReady<R extends NotReadyReason>(
  sentences: NotReadySentences,
  { reason, facts }: NotReady<R>,
): string {
  return sentences[reason](facts)
}
