/** The other end of a D-Bus connection, in memory and by script. */
import { Duplex } from 'node:stream'
import { type Message, marshall, unmarshalMessages } from 'dbus-native/lib/message.js'

/** Answers one call: the values with their signature, an error's name, or nothing at all. */
export type Script = (
  call: Message,
) => { signature?: string; body?: unknown[] } | { error: string; text?: string } | null

/** The scripted end; `stream` is what a client connects to. */
export class BusPeer {
  readonly stream: Duplex
  readonly calls: Message[] = []
  /** What the client wrote before its first message. */
  opening = ''
  readonly #own: Duplex
  readonly #script: Script
  #serial = 0

  constructor(script: Script, greeting = 'DATA\r\nOK 1234deadbeef\r\n') {
    this.#script = script
    ;[this.stream, this.#own] = pair()
    const read = () => {
      const chunk: Buffer | null = this.#own.read()
      if (chunk === null) return
      this.#own.off('readable', read)
      const end = chunk.indexOf('BEGIN\r\n') + 7
      this.opening = chunk.toString('latin1', 0, end)
      if (chunk.length > end) this.#own.unshift(chunk.subarray(end))
      this.#own.write(greeting)
      const options = { plainValues: true, returnBigInt: true }
      unmarshalMessages(
        this.#own,
        (message) => this.#answer(message),
        options,
        (error) => this.#own.destroy(error),
      )
    }
    this.#own.on('readable', read).on('error', () => {})
  }

  /** Sends a signal. */
  emit(path: string, name: string, member: string, signature: string, body: unknown[]): void {
    this.#own.write(marshall({ type: 4, serial: ++this.#serial, path, interface: name, member, signature, body }))
  }

  /** Answers a call that the script left open. */
  reply(replySerial: number): void {
    this.#own.write(marshall({ type: 2, serial: ++this.#serial, replySerial }))
  }

  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void {
    this.#own.write(bytes)
  }

  hangUp(): void {
    this.#own.end()
  }

  #answer(call: Message): void {
    this.calls.push(call)
    const answer = call.member === 'Hello' ? { signature: 's', body: [':1.7'] } : this.#script(call)
    if (answer === null) return
    const head = { serial: ++this.#serial, replySerial: call.serial }
    if ('error' in answer) {
      const text = { signature: 's', body: [answer.text ?? ''] }
      this.#own.write(marshall({ type: 3, ...head, errorName: answer.error, ...text }))
    } else {
      this.#own.write(marshall({ type: 2, ...head, ...answer }))
    }
  }
}

function pair(): [Duplex, Duplex] {
  const ends: Duplex[] = []
  const make = (other: () => Duplex) =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        other().push(chunk)
        done()
      },
      final(done) {
        other().push(null)
        done()
      },
      destroy(error, done) {
        if (!other().readableEnded) other().push(null)
        done(error)
      },
    })
  ends.push(
    make(() => ends[1]!),
    make(() => ends[0]!),
  )
  return [ends[0]!, ends[1]!]
}
