/** What the helper says: two letters, and what belongs to them. ntlm_auth(1) */

/** The letters of an answer and the text behind them; an answer with a key goes to `keyIn` instead. */
export interface Answer {
  readonly code: string
  readonly text: string
}

const utf8 = new TextDecoder()

/** Takes an answer apart. */
export function answerIn(bytes: Uint8Array): Answer {
  const line = utf8.decode(bytes)
  const [code = ''] = line.split(' ', 1)
  return { code, text: line.slice(code.length + 1) }
}

const PREFIX = 'GK '
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const KEY_LENGTH = 16

/** The key of 16 bytes in an answer, which is cleared; null where there is none. The key never becomes text. */
export function keyIn(answer: Uint8Array): Uint8Array | null {
  const key = decoded(answer)
  answer.fill(0)
  return key
}

function decoded(answer: Uint8Array): Uint8Array | null {
  if (PREFIX !== utf8.decode(answer.subarray(0, PREFIX.length))) return null
  const key = new Uint8Array(KEY_LENGTH)
  let bits = 0
  let bitCount = 0
  let length = 0
  for (const byte of answer.subarray(PREFIX.length)) {
    const value = ALPHABET.indexOf(String.fromCharCode(byte))
    if (value < 0) break
    bits = ((bits << 6) | value) & 0x3fff
    bitCount += 6
    if (bitCount < 8) continue
    bitCount -= 8
    if (length < KEY_LENGTH) key[length] = bits >>> bitCount
    length += 1
  }
  return length === KEY_LENGTH ? key : null
}
