/** Listeners: told of, asked, and never touched. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from '../../src/rpc/operation.ts'
import { TERMSRV_API_SERVICE } from '../../src/tsts/pipes.ts'
import * as listener from '../../src/tsts/rcm-listener.ts'
import { RCMPublic, RpcGetAllListeners } from '../../src/tsts/rcm-public.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import { clientOf } from './client.ts'
import { type ServedOptions, served } from './served.ts'

const { RCMListener } = listener
const E_NOTIMPL = hresultOf(0x8000_4001)
const E_ACCESSDENIED = hresultOf(0x8007_0005)

async function opened(options: ServedOptions = {}) {
  const practice = served(options)
  const client = await clientOf(practice, TERMSRV_API_SERVICE, [RCMPublic, RCMListener])
  const open = (szListenerName: string) => client.call(RCMListener, listener.RpcOpenListener, { szListenerName })
  return { practice, client, open }
}

test('RpcGetAllListeners shows those on which the caller has QUERY, at level 1', async () => {
  const { client } = await opened()
  const { ppListeners } = await client.call(RCMPublic, RpcGetAllListeners, { Level: 1 })
  assert.deepEqual(ppListeners, [{ Level: 1, Data: { Id: 65537, bListening: true, Name: 'rdp-tcp' } }])
  const level = await client.call(RCMPublic, RpcGetAllListeners, { Level: 2 })
  assert.equal(level.returnValue, hresultOf(0x8007_0057))
  const other = await opened({ denied: ['WINSTATION_QUERY 65537'] })
  assert.deepEqual((await other.client.call(RCMPublic, RpcGetAllListeners, { Level: 1 })).ppListeners, [])
})

test('a listener is opened by its name, asked whether it listens, and goes on', async () => {
  const { client, open, practice } = await opened()
  const { phListener: hListener } = await open('RDP-Tcp')
  const listening = await client.call(RCMListener, listener.RpcIsListening, { hListener })
  assert.deepEqual([listening.returnValue, listening.pbIsListening], [0, true])
  assert.equal((await client.call(RCMListener, listener.RpcStartListener, { hListener })).returnValue, 0)
  assert.equal((await client.call(RCMListener, listener.RpcStopListener, { hListener })).returnValue, E_NOTIMPL)
  assert.deepEqual(practice.host.asked, [])
  const closed = await client.call(RCMListener, listener.RpcCloseListener, { phListener: hListener })
  assert.deepEqual([closed.returnValue, closed.phListener.every((byte) => byte === 0)], [0, true])
  assert.equal((await open('rdp-tcp#12')).returnValue, hresultOf(0x8007_1b6e))
})

test('listeners are stopped with RESET, started with RESET and QUERY, asked with QUERY', async () => {
  const calls = { stop: listener.RpcStopListener, start: listener.RpcStartListener, ask: listener.RpcIsListening }
  for (const [denied, ...refused] of [
    ['WINSTATION_RESET', 'stop', 'start'],
    ['WINSTATION_QUERY', 'start', 'ask'],
  ]) {
    const { client, open } = await opened({ denied: [denied!] })
    const { phListener: hListener } = await open('rdp-tcp')
    for (const [name, operation] of Object.entries<Operation<{ hListener: Uint8Array }, { returnValue: number }>>(
      calls,
    )) {
      const { returnValue } = await client.call(RCMListener, operation, { hListener })
      assert.equal(returnValue === E_ACCESSDENIED, refused.includes(name), `${denied}: ${name}`)
    }
  }
})
