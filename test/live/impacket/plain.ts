/** Values as both sides write them in JSON. */
import { toFileTime } from '../../../src/tsts/file-time.ts'

/** Bytes as hex, 64-bit integers and times as decimal text, truth as 1 and 0. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Date) return String(toFileTime(value))
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}
