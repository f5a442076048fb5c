/** Reads the fixtures of published and recorded messages. */
import { readFileSync } from 'node:fs'

/** The named byte strings of a fixture; a name that is missing is a mistake of the test. */
export function fixture(name: string): (key: string) => Uint8Array {
  const values = parse(name)
  return (wanted) => {
    const hex = values.get(wanted)
    if (hex === undefined) throw new Error(`Fixture ${name} has no "${wanted}"`)
    return Uint8Array.from(Buffer.from(hex, 'hex'))
  }
}

/** The names in a fixture. */
export function fixtureKeys(name: string): string[] {
  return [...parse(name).keys()]
}

function parse(name: string): Map<string, string> {
  const values = new Map<string, string>()
  let key = ''
  for (const line of readFileSync(new URL(`../fixtures/smb2/${name}`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('#') || line === '') continue
    const [first = '', rest] = line.split(':')
    if (rest !== undefined) key = first.trim()
    values.set(key, (values.get(key) ?? '') + (rest ?? first).trim())
  }
  return values
}
