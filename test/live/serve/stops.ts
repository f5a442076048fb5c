/** Callers that stop in the middle of a step and stay. */
import type { Socket } from 'node:net'
import type { Mechanism } from '../../../src/auth/mechanism.ts'
import type { Channel } from '../../../src/rpc/channel.ts'
import { RpcShowMessageBox, TermSrvSession } from '../../../src/tsts/term-srv-session.ts'
import { bindSealed, connectDoor, type DoorCaller, handshakeOf, openDoor } from './door.ts'

/** Where a caller stops. */
export interface Stop {
  readonly what: string
  /** Gets there; resolves with the connection. */
  reach(path: string, caller: DoorCaller): Promise<Socket>
}

/** Every way to stop: within the handshake, and at each message of a bind and of a request in several fragments. */
export function stopsOf(mechanisms: Readonly<Record<string, Mechanism>>): Stop[] {
  return [
    handshakeStop('before the handshake', () => 0),
    handshakeStop('in the length of the handshake', () => 2),
    handshakeStop('in the handshake', (length) => length >> 1),
    ...Object.entries(mechanisms).flatMap(([name, mechanism]) =>
      (['bind', 'second leg', 'first fragment', 'second fragment'] as const).flatMap((message, index) => [
        ...(message === 'first fragment'
          ? []
          : [messageStop(`before the ${message}, ${name}`, index, mechanism, none)]),
        messageStop(`in the ${message}, ${name}`, index, mechanism, torn),
        messageStop(`in the PDU of the ${message}, ${name}`, index, mechanism, cut),
      ]),
    ),
  ]
}

function handshakeStop(what: string, lengthOf: (length: number) => number): Stop {
  return {
    what,
    async reach(path, caller) {
      const socket = await connectDoor(path)
      const bytes = handshakeOf(caller)
      socket.write(bytes.subarray(0, lengthOf(bytes.length)))
      return socket
    },
  }
}

/** What is still sent of the message at which a caller stops. */
type Rest = (message: Uint8Array) => Uint8Array

const none: Rest = () => new Uint8Array()
/** The message is announced whole, and half of it comes. */
const torn: Rest = (message) => framed(message).subarray(0, 2 + (message.length >> 1))
/** A whole message, in which half of a PDU is. */
const cut: Rest = (message) => framed(message.subarray(0, message.length >> 1))

function framed(message: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(message.length & 0xff, message.length >>> 8), message])
}

/** More than goes into one fragment. */
const LONG_TEXT = 'x'.repeat(10_000)

function messageStop(what: string, index: number, mechanism: Mechanism, rest: Rest): Stop {
  return {
    what,
    async reach(path, caller) {
      const { socket, channel } = await openDoor(path, caller)
      const stopped = new Promise<Socket>((resolve, reject) => {
        const stop = (message: Uint8Array) => {
          socket.write(rest(message))
          resolve(socket)
        }
        request(stoppingChannel(channel, index, stop), mechanism).catch(reject)
      })
      return await stopped
    },
  }
}

/** Sends so many messages; the next is given to `stop`, and nothing follows. */
function stoppingChannel(channel: Channel, index: number, stop: (message: Uint8Array) => void): Channel {
  let sent = 0
  const send: Channel['send'] = async (message) => {
    if (sent++ < index) return await channel.send(message)
    stop(message)
    await new Promise(() => {})
  }
  return {
    send,
    receive: () => channel.receive(),
    async transceive(message) {
      await send(message)
      return await channel.receive()
    },
  }
}

/** Binds and sends a request, as far as the channel lets it. */
async function request(channel: Channel, mechanism: Mechanism): Promise<void> {
  const client = await bindSealed(channel, [TermSrvSession], mechanism)
  const message = { szTitle: '', szMessage: LONG_TEXT, ulStyle: 0, ulTimeout: 1, bDoNotWait: true }
  await client.call(TermSrvSession, RpcShowMessageBox, { hSession: new Uint8Array(20), ...message })
}
