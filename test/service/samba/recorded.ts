/** The recorded handshakes, and those made from them by hand. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../../fixtures/samba/', import.meta.url)

export function recorded(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${name}.bin`, FOLDER)))
}

/** All requests by name. */
export const REQUESTS: ReadonlyMap<string, Uint8Array> = new Map(
  readdirSync(FOLDER)
    .map((file) => file.replace('.bin', ''))
    .filter((name) => /^npa\d-/.test(name) && !name.includes('-rep-'))
    .map((name) => [name, recorded(name)]),
)

const STANDALONE = 'npa7-4.17.12-standalone-ntlm-enc'
/** Where the level stands, twice. */
const LEVELS = [0x08, 0x0c]
/** Behind the pointer to the session's information, which level 5 follows with a byte of its own. */
const AFTER_POINTERS = 0x30
/** Behind `ticket_type`, from where on all is aligned to 8. */
const AFTER_TICKET = 0xc6

/** Level 5, as its declaration differs from level 7: one byte more, with the padding that follows from it. */
export function level5(): Uint8Array {
  const bytes = recorded(STANDALONE)
  const parts = [
    bytes.subarray(0, AFTER_POINTERS),
    Uint8Array.of(1, 0, 0, 0),
    bytes.subarray(AFTER_POINTERS, AFTER_TICKET),
    new Uint8Array(6),
    bytes.subarray(AFTER_TICKET + 2),
  ]
  return relevelled(new Uint8Array(Buffer.concat(parts)), 5)
}

/** Where the GUID of the recorded level 4 ends, which `ticket_type` and padding follow for 8 bytes. */
const AFTER_GUID = 0xb8

/** Level 4 before `ticket_type` came to it. */
export function level4WithoutTicket(): Uint8Array {
  const bytes = recorded('npa4-4.13.13-standalone-ntlm-enc')
  const parts = [bytes.subarray(0, AFTER_GUID), bytes.subarray(AFTER_GUID + 8)]
  return relevelled(new Uint8Array(Buffer.concat(parts)), 4)
}

/** The same with another level and its own length. */
export function relevelled(bytes: Uint8Array, level: number): Uint8Array {
  const copy = new Uint8Array(bytes)
  const view = new DataView(copy.buffer)
  view.setUint32(0, copy.length - 4)
  for (const at of LEVELS) view.setUint32(at, level, true)
  return copy
}
