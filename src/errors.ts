/** The failures a caller can act on. */
import { ENGLISH } from './errors/english.ts'
import type { ErrorFacts, ErrorSentences, LogoffErrorCode, NativeStatus, StatusSpace } from './errors/facts.ts'

export type * from './errors/facts.ts'
export { ENGLISH }

/** Every failure of this library except an abort, which rejects with `signal.reason`. Explained by code in docs/errors.md. */
export class LogoffError<C extends LogoffErrorCode = LogoffErrorCode> extends Error {
  /** Bundles that are loaded when they are needed have a class of their own, of the same errors. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'LogoffError'
  }

  override readonly name = 'LogoffError'
  readonly code: C
  readonly facts: ErrorFacts[C]
  readonly native: NativeStatus | null

  constructor(code: C, facts: ErrorFacts[C], options: { cause?: unknown; native?: NativeStatus } = {}) {
    const native = options.native ?? (options.cause instanceof StatusError ? options.cause.status : null)
    super(sentence(ENGLISH, code, facts, native), 'cause' in options ? { cause: options.cause } : {})
    this.code = code
    this.facts = facts
    this.native = native
  }
}

/** A peer said no, in its own code space; adapters turn it into a `LogoffError` at their border. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly operation: string
  readonly status: NativeStatus

  constructor(operation: string, status: NativeStatus, detail = '') {
    super(`${operation}: ${status.symbol}${detail ? `: ${detail}` : ''}`)
    this.operation = operation
    this.status = status
  }
}

/** The sentence for a failure in one language, with the native code behind it. */
export function sentence<C extends LogoffErrorCode>(
  sentences: ErrorSentences,
  code: C,
  facts: ErrorFacts[C],
  native: NativeStatus | null,
): string {
  const said = sentences[code](facts)
  if (!native) return said
  return `${said} (${native.symbol}${native.value === null ? '' : ` ${number(native.space, native.value)}`})`
}

/** The number as its code space is written: `0xc0000022` where bits have meanings, else decimal. */
function number(space: StatusSpace, value: number): string {
  const hex = space === 'ntstatus' || space === 'hresult' || space === 'rpc'
  return hex ? `0x${(value >>> 0).toString(16).padStart(8, '0')}` : String(value)
}
