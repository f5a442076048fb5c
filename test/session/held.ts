/** What is left behind at a signal. */
import { getEventListeners } from 'node:events'

/** How many listeners a signal has, and how many signals AbortSignal.any() has made of it: Node's own symbol alone shows these. */
export function heldBy(signal: AbortSignal): number {
  const key = Object.getOwnPropertySymbols(signal).find(({ description }) => description === 'kDependantSignals')
  const made: Set<unknown> | null | undefined = key && Reflect.get(signal, key)
  return getEventListeners(signal, 'abort').length + (made?.size ?? 0)
}
