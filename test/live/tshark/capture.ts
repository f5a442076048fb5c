/** A conversation as a packet capture: the bytes of a stream in TCP segments that were never sent. */
import { Duplex, PassThrough, Transform } from 'node:stream'

const CLIENT_PORT = 50_000
const SERVER_PORT = 445
const MAX_SEGMENT = 1400

interface Segment {
  readonly fromClient: boolean
  readonly data: Uint8Array
}

/** Records both directions of a client's stream. */
export class Capture {
  readonly #segments: Segment[] = []

  /** The same stream, listened to. */
  tap(stream: Duplex): Duplex {
    stream.on('error', () => {})
    const out = this.#ear(true)
    const into = this.#ear(false)
    out.pipe(stream)
    stream.pipe(into)
    return Duplex.from({ writable: out, readable: into.pipe(new PassThrough()) })
  }

  /** The bytes of one direction. */
  bytes(fromClient: boolean): Uint8Array {
    return Buffer.concat(this.#segments.filter((each) => each.fromClient === fromClient).map(({ data }) => data))
  }

  /** A pcap file with raw IPv4 packets. */
  pcap(): Uint8Array {
    const header = Buffer.alloc(24)
    header.writeUInt32LE(0xa1b2_c3d4)
    header.writeUInt16LE(2, 4)
    header.writeUInt16LE(4, 6)
    header.writeUInt32LE(0xffff, 16)
    header.writeUInt32LE(101, 20) // LINKTYPE_RAW
    const sequence = { client: 1, server: 1 }
    const packets = this.#segments.map(({ fromClient, data }, i) => {
      const packet = ipv4(fromClient, sequence, data)
      sequence[fromClient ? 'client' : 'server'] += data.length
      const record = Buffer.alloc(16)
      record.writeUInt32LE(1_700_000_000 + Math.floor(i / 1000), 0)
      record.writeUInt32LE((i % 1000) * 1000, 4)
      record.writeUInt32LE(packet.length, 8)
      record.writeUInt32LE(packet.length, 12)
      return Buffer.concat([record, packet])
    })
    return Buffer.concat([header, ...packets])
  }

  #ear(fromClient: boolean): Transform {
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        for (let at = 0; at < chunk.length; at += MAX_SEGMENT) {
          this.#segments.push({ fromClient, data: Buffer.from(chunk.subarray(at, at + MAX_SEGMENT)) })
        }
        done(null, chunk)
      },
    })
  }
}

/** IPv4 and TCP without checksums, which the dissector is told not to mind. */
function ipv4(fromClient: boolean, { client, server }: { client: number; server: number }, data: Uint8Array): Buffer {
  const packet = Buffer.alloc(40 + data.length)
  packet[0] = 0x45
  packet.writeUInt16BE(packet.length, 2)
  packet[8] = 64
  packet[9] = 6
  packet.set(fromClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1], 12)
  packet.writeUInt16BE(fromClient ? CLIENT_PORT : SERVER_PORT, 20)
  packet.writeUInt16BE(fromClient ? SERVER_PORT : CLIENT_PORT, 22)
  packet.writeUInt32BE(fromClient ? client : server, 24)
  packet.writeUInt32BE(fromClient ? server : client, 28)
  packet[32] = 0x50
  packet[33] = 0x18 // PSH, ACK
  packet.writeUInt16BE(0xffff, 34)
  packet.set(data, 40)
  return packet
}
