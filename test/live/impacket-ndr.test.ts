/** Every call of [MS-TSTS] and [MS-LSAT] against Impacket's NDR, both directions, both sides. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import * as legacy from '../../src/tsts/legacy-api.ts'
import * as old from '../../src/tsts/legacy-old-calls.ts'
import * as lsa from '../../src/tsts/lsarpc.ts'
import * as listener from '../../src/tsts/rcm-listener.ts'
import * as rcm from '../../src/tsts/rcm-public.ts'
import * as enumeration from '../../src/tsts/term-srv-enumeration.ts'
import * as notification from '../../src/tsts/term-srv-notification.ts'
import * as session from '../../src/tsts/term-srv-session.ts'
import { type Codec, decode, encode } from '../../src/wire/codec.ts'
import { SAMPLES } from '../fuzz/kinds/tsts-samples.ts'
import { ImpacketPeer, impacketMissing, type Side } from './impacket/peer.ts'
import { plain } from './impacket/plain.ts'

const skip = impacketMissing()

describe('NDR against Impacket', { skip }, () => {
  const peer = skip ? null : new ImpacketPeer()
  after(() => peer?.[Symbol.asyncDispose]())

  for (const { call, operation, ...values } of SAMPLES) {
    for (const side of ['in', 'out'] as const) {
      test(`${call} [${side}] is read and written alike`, async () => {
        for (const value of values[side]) await assertAlike(peer!, call, side, operation[side], value)
      })
    }
  }

  test('no call that is declared goes without a sample', () => {
    const modules = [session, notification, enumeration, rcm, listener, legacy, old, lsa]
    const declared = modules.flatMap((each) => Object.entries(each)).filter(([, value]) => isOperation(value))
    assert.deepEqual(SAMPLES.map(({ call }) => call).toSorted(), declared.map(([name]) => name).toSorted())
  })
})

async function assertAlike(peer: ImpacketPeer, call: string, side: Side, codec: Codec<unknown>, value: unknown) {
  const expected = named(plain(value), side, call)
  const { value: read, rest } = await peer.decode(call, side, encode(codec, value))
  assert.deepEqual(read, expected, 'what Impacket reads')
  assert.equal(rest, 0, 'bytes that Impacket leaves')
  if (UNALIGNED.has(call)) return
  assert.deepEqual(decode(codec, await peer.encode(call, side, expected)), value, 'what Impacket writes')
}

/** Impacket reads arrays of aligned structs as they are, and writes them without the padding. [C706] 14.3.3.2 */
const UNALIGNED: ReadonlySet<string> = new Set(['RpcGetSessionCounters', 'RpcWinStationGetTermSrvCountersValue'])

/** Pointers that are always null carry no value in our declarations. */
function named(value: unknown, side: Side, call: string): unknown {
  if (call !== 'LsarOpenPolicy2' || side !== 'in') return value
  const { ObjectAttributes, ...rest } = value as { ObjectAttributes: object }
  const nulls = { RootDirectory: null, ObjectName: null, SecurityDescriptor: null }
  return { ...rest, ObjectAttributes: { ...ObjectAttributes, ...nulls } }
}

function isOperation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'opnum' in value
}
