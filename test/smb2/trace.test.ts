/** What `/trace` sees of a conversation, and what it never sees. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receivedChannel, type Smb2Trace, sentChannel } from '../../src/smb2/diagnostics.ts'
import { alice, open, serve } from './server.ts'

test('every message is published with its fields, and none with a token or the data of a pipe', async (t) => {
  const traces: Smb2Trace[] = []
  const listen = (trace: unknown) => void traces.push(trace as Smb2Trace)
  for (const each of [sentChannel, receivedChannel]) {
    each.subscribe(listen)
    t.after(() => each.unsubscribe(listen))
  }
  {
    await using connection = await open(serve().stream)
    await using session = await connection.logon(alice())
    await using tree = await session.treeConnect('IPC$')
    await using pipe = await tree.openPipe('echo')
    await pipe.transceive(Buffer.from('a token that nobody may see'))
  }
  assert.deepEqual(
    traces.map(({ name }) => name),
    [
      'NEGOTIATE request',
      'NEGOTIATE response',
      'SESSION_SETUP request',
      'SESSION_SETUP response',
      'SESSION_SETUP request',
      'SESSION_SETUP response',
      'TREE_CONNECT request',
      'TREE_CONNECT response',
      'CREATE request',
      'CREATE response',
      'IOCTL request',
      'IOCTL response',
      'CLOSE request',
      'TREE_DISCONNECT request',
      'LOGOFF request',
    ],
  )
  const shown = traces.map((trace) => JSON.stringify(trace.fields(), readable)).join('\n')
  assert.match(shown, /echo/)
  assert.match(shown, /IPC\$/)
  assert.doesNotMatch(shown, new RegExp(Buffer.from('NTLMSSP').toString('hex')))
  assert.doesNotMatch(shown, new RegExp(Buffer.from('a token').toString('hex')))
})

function readable(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'bigint' ? String(value) : value
}
