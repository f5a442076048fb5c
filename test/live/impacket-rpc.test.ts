/** Our RPC server against Impacket's client: handshake, protection and fragments as somebody else understands them. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Channel } from '../../src/rpc/channel.ts'
import { AuthLevel } from '../../src/rpc/protection.ts'
import { serve } from '../../src/rpc/server.ts'
import { echoService } from '../rpc/echo.ts'
import { authenticate } from '../rpc/security.ts'
import { impacketMissing, PYTHON } from './impacket/peer.ts'

const skip = impacketMissing()
const SCRIPT = fileURLToPath(new URL('impacket/rpc_client.py', import.meta.url))
const { RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_AUTHN_LEVEL_PKT_PRIVACY } = AuthLevel

/** A socket as RPC sees it: bytes, cut as they come. */
function channelOf(socket: Socket): Channel {
  const chunks = socket.iterator({ destroyOnReturn: false })
  const send = async (message: Uint8Array) => {
    socket.write(message)
  }
  const receive = async () => {
    const { value, done } = await chunks.next()
    if (done) throw new Error('the client has gone')
    return new Uint8Array(value)
  }
  return {
    send,
    receive,
    async transceive(message) {
      await send(message)
      return receive()
    },
  }
}

interface Answers {
  readonly echoed: boolean
  readonly user: string
  readonly missing: string
  readonly again: string
  readonly absent: string
}

async function ask(options: { level: number; length: number; fragment: number; password?: string }): Promise<Answers> {
  const server = createServer((socket) => {
    serve(channelOf(socket), [echoService()], { address: String(socket.localPort), authenticate }).catch(() =>
      socket.end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const child = spawn(PYTHON, ['-B', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(JSON.stringify({ port, user: 'alice', password: 'Passw0rd!', ...options }))
    return JSON.parse(await text(child.stdout))
  } finally {
    server.close()
  }
}

describe("RPC against Impacket's client", { skip }, () => {
  for (const [name, level, user] of [
    ['no protection', 1, ''],
    ['NTLM at level connect', RPC_C_AUTHN_LEVEL_CONNECT, 'alice'],
    ['NTLM and integrity', RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, 'alice'],
    ['NTLM and privacy', RPC_C_AUTHN_LEVEL_PKT_PRIVACY, 'alice'],
  ] as const) {
    test(`calls, fragments and refusals are understood with ${name}`, async () => {
      const answers = await ask({ level, length: 30_000, fragment: 2_000 })
      assert.deepEqual([answers.echoed, answers.user, answers.again], [true, user, 'x'])
      assert.match(answers.missing, /nca_s_op_rng_error|0x1c010002/)
      assert.match(answers.absent, /abstract_syntax_not_supported/)
    })
  }
})
