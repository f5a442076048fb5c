/** /trace: every message to and from hosts on the network, decoded, with what is secret left out. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { harmless } from './harmless.ts'
import type { Sink } from './io.ts'

interface Field {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly value: unknown
  readonly secret: boolean
}

interface Traced {
  readonly name: string
  readonly length: number
  readonly serverName?: string | null
  readonly status?: number
  readonly direction?: 'sent' | 'received'
  readonly explanation?: { readonly fields: readonly Field[] }
  fields?(): readonly Field[]
}

const CHANNELS = { 'logoff:smb2:sent': '>', 'logoff:smb2:received': '<', 'logoff:rpc:message': '' } as const

/** Writes each message to `sink` as it passes, until disposal. */
export function startTrace(sink: Sink): Disposable {
  const started = performance.now()
  const listeners = Object.entries(CHANNELS).map(([name, mark]) => {
    const listener = (message: unknown) => {
      const lines = linesOf(message as Traced, mark, performance.now() - started)
      sink.write(`${lines.map(harmless).join('\n')}\n`, () => {})
    }
    subscribe(name, listener)
    return { name, listener }
  })
  return {
    [Symbol.dispose]() {
      for (const { name, listener } of listeners) unsubscribe(name, listener)
    },
  }
}

function linesOf(message: Traced, mark: string, elapsedMs: number): string[] {
  const arrow = mark || (message.direction === 'sent' ? '>' : '<')
  const status = message.status ? ` status 0x${message.status.toString(16).padStart(8, '0')}` : ''
  const server = message.serverName ? ` ${message.serverName}` : ''
  const head = `${elapsedMs.toFixed(1).padStart(8)} ms ${arrow}${server} ${message.name}, ${message.length} bytes${status}`
  const fields = message.explanation?.fields ?? message.fields?.() ?? []
  return [
    head,
    ...fields.map(({ path, start, end, ...field }) => `    ${start}-${end} ${path} ${shown(field)}`.trimEnd()),
  ]
}

function shown({ value, secret }: Pick<Field, 'value' | 'secret'>): string {
  if (secret) return '[redacted]'
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value === undefined) return ''
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value, plain)
}

/** What JSON has no way to say. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}
