/** The recorded messages. */
import { readFileSync } from 'node:fs'

/** The bytes of a file of test/fixtures/dbus. */
export function recorded(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/dbus/${name}.bin`, import.meta.url))
}
