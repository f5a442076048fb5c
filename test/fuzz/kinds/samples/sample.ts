/** One call with values for both ways, and what many of them have in common. */
import type { Operation } from '../../../../src/rpc/operation.ts'

export interface Sample<I = unknown, O = unknown> {
  readonly call: string
  readonly operation: Operation<I, O>
  readonly in: readonly I[]
  readonly out: readonly O[]
}

export function sample<I, O>(call: string, operation: Operation<I, O>, input: I[], out: O[]): Sample {
  const made: Sample<I, O> = { call, operation, in: input, out }
  return made as Sample<unknown, unknown>
}

export const HANDLE = Uint8Array.from({ length: 20 }, (_, i) => (i < 4 ? 0 : i * 11))
export const LOGON = new Date('2026-11-20T07:30:00.000Z')
export const OK = { returnValue: 0 }
/** HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND), as it travels. */
export const NOT_FOUND = 0x8007_0002 | 0

/** A TS_COUNTER. */
export function counter(dwCounterID: number, bResult: boolean, dwValue: number) {
  return { counterHead: { dwCounterID, bResult }, dwValue, startTime: 0n }
}
