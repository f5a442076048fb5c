/** The root file systems that `scripts/peers.sh` builds. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PeerKind } from './kind.ts'

/** The top folder of the repository. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '../../..')

let paths: ReadonlyMap<string, string> | undefined

/** The folder of a root file system, or null where it is not built or no longer matches its recipe. */
export function rootfsOf(kind: PeerKind): string | null {
  paths ??= readPaths()
  return paths.get(kind) ?? null
}

/** The private key that every user of every peer accepts. */
export function identityFile(kind: PeerKind): string {
  return join(dirname(rootfsOf(kind) ?? '/'), 'id_ed25519')
}

/**
 * For `{ skip: requirePeers('sd252') }`: why a suite cannot run here, or false when it can.
 * @throws where `CI=true`, since there a missing peer is a failure.
 */
export function requirePeers(...kinds: PeerKind[]): string | false {
  const missing = kinds.filter((kind) => process.getuid?.() !== 0 || rootfsOf(kind) === null)
  if (missing.length === 0) return false
  const sentence = `Needs root and the session hosts that "scripts/peers.sh" builds: ${missing.join(', ')}`
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

function readPaths(): ReadonlyMap<string, string> {
  const script = join(repository, 'scripts/peers.sh')
  if (process.platform !== 'linux' || !existsSync(script)) return new Map()
  const lines = execFileSync('bash', [script, 'paths'], { encoding: 'utf8' }).split('\n')
  return new Map(lines.filter(Boolean).map((line) => splitOnce(line, ' ')))
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return [text.slice(0, at), text.slice(at + separator.length)]
}
