/** The messages of D-Bus. */
import type { Message } from '../../../src/dbus/message.ts'
import { MessageReader } from '../../../src/dbus/message-reader.ts'
import { DecodeError } from '../../../src/wire/decode-error.ts'
import { recorded } from '../../dbus/fixture.ts'
import { decoded, type Kind } from '../kind.ts'

const NAMES = ['list-sessions-answer', 'get-all-answer', 'get-session-error', 'get-session-call']

function read(bytes: Uint8Array): Message[] {
  const messages: Message[] = []
  new MessageReader((message) => messages.push(message)).read(Buffer.from(bytes))
  if (messages.length === 0) throw new DecodeError('no whole message', bytes.length)
  return messages
}

export const DBUS_KINDS: readonly Kind[] = [decoded('D-Bus message', NAMES.map(recorded), read)]
