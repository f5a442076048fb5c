/** How practice hosts are told to misbehave: "silent", "cut:100". */
import type { FaultSpec } from '../host/lab/fault.ts'
import { UsageError } from './usage.ts'

const FAULTS = ['silent', 'slow', 'signature', 'garbage', 'stuck', 'denied'] as const

/**
 * The fault that a switch asks for; null where there is no switch.
 * @throws UsageError faultUnknown
 */
export function faultOf(text: string | undefined): FaultSpec | null {
  if (text === undefined) return null
  const asked = text.toLowerCase()
  const fault = FAULTS.find((each) => each === asked)
  if (fault) return { fault }
  const after = /^cut:(\d{1,9})$/.exec(asked)?.[1]
  if (after !== undefined) return { fault: 'cut', after: Number(after) }
  throw new UsageError('faultUnknown', { part: text, words: [...FAULTS, 'cut:BYTES'] })
}
