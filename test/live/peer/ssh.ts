/** The ssh client for peers: it knows their keys and never looks at the user's own configuration. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peerKinds } from './kind.ts'
import { identityFile, rootfsOf } from './rootfs.ts'

let folder: string | undefined

/** An environment in which "ssh USER@ADDRESS" logs in to any peer: the first ssh on the PATH is set up for them. */
export function sshEnvironment(): NodeJS.ProcessEnv {
  folder ??= makeFolder()
  return { ...process.env, PATH: `${folder}:${process.env.PATH}` }
}

function makeFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'logoff-ssh-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  const kinds = peerKinds.filter((kind) => rootfsOf(kind) !== null)
  const keys = kinds.map((kind) => readFileSync(`${rootfsOf(kind)}/etc/ssh/ssh_host_ed25519_key.pub`, 'utf8'))
  writeFileSync(join(made, 'known_hosts'), keys.map((key) => `logoff-peer ${key}`).join(''))
  writeFileSync(join(made, 'config'), configuration(made, identityFile(kinds[0] ?? 'sd252')))
  writeFileSync(join(made, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${join(made, 'config')}' "$@"\n`)
  chmodSync(join(made, 'ssh'), 0o755)
  return made
}

function configuration(made: string, identity: string): string {
  return [
    ...['Host *', 'HostKeyAlias logoff-peer', 'StrictHostKeyChecking yes', 'UpdateHostKeys no', 'LogLevel ERROR'],
    ...[`UserKnownHostsFile ${join(made, 'known_hosts')}`, 'GlobalKnownHostsFile none', 'IdentityAgent none'],
    ...[`IdentityFile ${identity}`, 'IdentitiesOnly yes', ''],
  ].join('\n')
}
