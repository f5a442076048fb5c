/** A small interface with everything that a connection must carry, and a server for it. */
import type { HandleKind } from '../../src/rpc/context-handles.ts'
import type { Interface } from '../../src/rpc/interface.ts'
import { conformant } from '../../src/rpc/ndr/arrays.ts'
import { contextHandle } from '../../src/rpc/ndr/context-handle.ts'
import { octets } from '../../src/rpc/ndr/items.ts'
import { ulong } from '../../src/rpc/ndr/scalars.ts'
import { wstring } from '../../src/rpc/ndr/strings.ts'
import { operation } from '../../src/rpc/operation.ts'
import { method, type ServerCall, type Service } from '../../src/rpc/service.ts'
import { secret } from '../../src/wire/secret.ts'

export const Echo: Interface = { name: 'Echo', uuid: '60a15ec5-4de8-11d7-a637-005056a20182', major: 1, minor: 0 }
/** An interface that the server does not have. */
export const Absent: Interface = { name: 'Absent', uuid: '60a15ec5-4de8-11d7-a637-005056a20183', major: 1, minor: 0 }

export const EchoData = operation(0, {
  in: { data: conformant(octets) },
  out: { data: conformant(octets), returnValue: ulong },
})
export const Fail = operation(1, { in: { how: wstring }, out: { returnValue: ulong } })
export const Wait = operation(2, { in: {}, out: { returnValue: ulong } })
export const Open = operation(3, { in: { name: wstring }, out: { handle: contextHandle } })
export const NameOf = operation(4, { in: { handle: contextHandle }, out: { name: wstring } })
export const Close = operation(5, { in: { handle: contextHandle }, out: { handle: contextHandle } })
export const WhoAmI = operation(6, { in: { password: secret(wstring) }, out: { user: wstring } })
/** An operation that the server does not have. */
export const Missing = operation(99, { in: {}, out: {} })

export interface EchoEvents {
  /** A `Wait` has begun. */
  waiting?(call: ServerCall): void
  /** A `Wait` was told to end. */
  ended?(reason: unknown): void
  runDown?(name: string): void
  fail?(how: string): never
}

export function echoService(events: EchoEvents = {}): Service {
  const kind: HandleKind<string> = { name: 'ECHO_HANDLE', runDown: (name) => events.runDown?.(name) }
  return {
    interface: Echo,
    methods: [
      method(EchoData, ({ data }) => ({ data, returnValue: data.length })),
      method(Fail, ({ how }) => {
        events.fail?.(how)
        return { returnValue: 0 }
      }),
      method(Wait, (_, call) => {
        events.waiting?.(call)
        return new Promise((_, reject) => {
          call.signal.addEventListener('abort', () => {
            events.ended?.(call.signal.reason)
            reject(call.signal.reason)
          })
        })
      }),
      method(Open, ({ name }, { handles }) => ({ handle: handles.open(kind, name) })),
      method(NameOf, ({ handle }, { handles }) => ({ name: handles.get(kind, handle) })),
      method(Close, async ({ handle }, { handles }) => ({ handle: await handles.close(kind, handle) })),
      method(WhoAmI, (_, { principal }) => ({ user: principal?.user ?? '' })),
    ],
  }
}
