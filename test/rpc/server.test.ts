/** The server against messages written by hand: what other clients send and ours never does. */
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { StatusError } from '../../src/errors.ts'
import type { Channel } from '../../src/rpc/channel.ts'
import { RpcClient } from '../../src/rpc/client.ts'
import { featureSyntax } from '../../src/rpc/features.ts'
import { bodyOf, compose, parse } from '../../src/rpc/fragment.ts'
import { NDR, syntaxOf } from '../../src/rpc/interface.ts'
import {
  Bind,
  BindAck,
  BindNak,
  Fault,
  PduType,
  PfcFlags,
  Request,
  RequestWithObject,
  Response,
} from '../../src/rpc/pdu.ts'
import { serve } from '../../src/rpc/server.ts'
import { decode, encode } from '../../src/wire/codec.ts'
import { DecodeError } from '../../src/wire/decode-error.ts'
import { heldBy } from '../session/held.ts'
import { connect } from './connect.ts'
import { duplex } from './duplex.ts'
import { Echo, EchoData, echoService } from './echo.ts'

/** [MS-RPCE] 2.2.5.1 */
const NDR64 = { ifUuid: '71710533-beba-4937-8319-b5dbef9ccc36', ifVersion: 1 }

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 251)

test('stub data that cannot be read ends in RPC_X_BAD_STUB_DATA', async () => {
  await using pair = await connect()
  const body = { allocHint: 2, pContId: 0, opnum: 0, stub: new Uint8Array(2) }
  const { bytes } = compose(Request, body, { ptype: PduType.request, pfcFlags: 3, callId: 9 }, null)
  const answer = parse(await pair.wire.client.transceive(bytes))
  assert.equal(answer.header.ptype, PduType.fault)
  assert.equal(bodyOf(Fault, answer).status, 0x6f7)
})

test('a context that was never agreed ends in nca_unk_if', async () => {
  await using pair = await connect()
  const body = { allocHint: 0, pContId: 7, opnum: 0, stub: new Uint8Array() }
  const { bytes } = compose(Request, body, { ptype: PduType.request, pfcFlags: 3, callId: 9 }, null)
  const answer = parse(await pair.wire.client.transceive(bytes))
  assert.equal(bodyOf(Fault, answer).status, 0x1c01_0003)
})

test('alter_context adds a context to a connection', async () => {
  await using pair = await connect()
  const contexts = [{ pContId: 5, abstractSyntax: syntaxOf(Echo), transferSyntaxes: [NDR] }]
  const bind = { maxXmitFrag: 5840, maxRecvFrag: 5840, assocGroupId: 0, contexts }
  const { bytes } = compose(Bind, bind, { ptype: PduType.alter_context, pfcFlags: 3, callId: 8 }, null)
  const answer = parse(await pair.wire.client.transceive(bytes))
  assert.equal(answer.header.ptype, PduType.alter_context_resp)
  assert.deepEqual(bodyOf(BindAck, answer).results, [{ result: 0, reason: 0, transferSyntax: NDR }])
  const stub = encode(EchoData.in, { data: bytesOf(3) })
  const body = { allocHint: stub.length, pContId: 5, opnum: 0, stub }
  const request = compose(Request, body, { ptype: PduType.request, pfcFlags: 3, callId: 9 }, null)
  const response = parse(await pair.wire.client.transceive(request.bytes))
  assert.deepEqual(decode(EchoData.out, bodyOf(Response, response).stub), { data: bytesOf(3), returnValue: 3 })
})

test('a bind as Windows sends it gets NDR, no NDR64, and the feature that is there', async () => {
  const wire = duplex()
  const served = serve(wire.server, [echoService()], { address: '\\PIPE\\echo' })
  const contexts = [NDR, NDR64, featureSyntax(3)].map((syntax, pContId) => ({
    pContId,
    abstractSyntax: syntaxOf(Echo),
    transferSyntaxes: [syntax],
  }))
  const bind = { maxXmitFrag: 5840, maxRecvFrag: 5840, assocGroupId: 0, contexts }
  const { bytes } = compose(Bind, bind, { ptype: PduType.bind, pfcFlags: 3, callId: 2 }, null)
  const ack = bodyOf(BindAck, parse(await wire.client.transceive(bytes)))
  assert.deepEqual(
    ack.results.map(({ result, reason }) => [result, reason]),
    [
      [0, 0],
      [2, 2],
      [3, 2],
    ],
  )
  assert.equal(Buffer.from(ack.secAddr).toString(), '\\PIPE\\echo\0')
  assert.notEqual(ack.assocGroupId, 0)
  wire.close()
  await assert.rejects(served)
})

test('a request may name an object, which is passed over', async () => {
  await using pair = await connect()
  const stub = encode(EchoData.in, { data: bytesOf(3) })
  const body = { allocHint: stub.length, pContId: 0, opnum: 0, object: Echo.uuid, stub }
  const pfcFlags = 3 | PfcFlags.PFC_OBJECT_UUID
  const request = compose(RequestWithObject, body, { ptype: PduType.request, pfcFlags, callId: 9 }, null)
  const response = parse(await pair.wire.client.transceive(request.bytes))
  assert.equal(decode(EchoData.out, bodyOf(Response, response).stub).returnValue, 3)
})

test('fragments out of order end the connection with nca_proto_error', async () => {
  const pair = await connect()
  const body = { allocHint: 0, pContId: 0, opnum: 0, stub: new Uint8Array() }
  const { bytes } = compose(Request, body, { ptype: PduType.request, pfcFlags: 2, callId: 9 }, null)
  const answer = parse(await pair.wire.client.transceive(bytes))
  assert.equal(bodyOf(Fault, answer).status, 0x1c01_000b)
  await assert.rejects(pair.served, DecodeError)
})

test('a second bind on a connection is refused', async () => {
  const pair = await connect()
  const bind = { maxXmitFrag: 5840, maxRecvFrag: 5840, assocGroupId: 0, contexts: [] }
  const { bytes } = compose(Bind, bind, { ptype: PduType.bind, pfcFlags: 3, callId: 9 }, null)
  const answer = parse(await pair.wire.client.transceive(bytes))
  assert.equal(answer.header.ptype, PduType.bind_nak)
  assert.equal(bodyOf(BindNak, answer).providerRejectReason, 4)
  await assert.rejects(pair.served, StatusError)
})

test('a connection keeps no listener for the messages that it has read', async () => {
  const wire = duplex()
  const signals = new Set<AbortSignal>()
  const receive: Channel['receive'] = (options = {}) => {
    if (options.signal) signals.add(options.signal)
    return wire.server.receive(options)
  }
  const served = serve({ ...wire.server, receive }, [echoService()], { address: 'echo' })
  const client = await RpcClient.bind(wire.client, [Echo])
  for (let i = 0; i < 3; i++) await client.call(Echo, EchoData, { data: bytesOf(i) })
  wire.close()
  await assert.rejects(served)
  assert.deepEqual(
    [...signals].map((signal) => getEventListeners(signal, 'abort').length),
    [0],
  )
})

test('a connection leaves nothing at a signal that outlives it', async () => {
  const { signal } = new AbortController()
  const pair = await connect({ server: { signal } })
  pair.wire.close()
  await assert.rejects(pair.served)
  assert.equal(heldBy(signal), 0)
})
