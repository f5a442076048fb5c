/** What a peer sees of this machine, read-only: this Node, the built programs and the adversaries. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './rootfs.ts'

/** A file or folder of this machine and where the peer has it. */
export interface Share {
  readonly from: string
  readonly to: string
}

/** The shares of every peer; the programs are among them once they are built. */
export function shares(): Share[] {
  const dist = join(repository, 'dist')
  return [
    { from: process.execPath, to: '/usr/local/bin/node' },
    { from: join(repository, 'test/live/adversary'), to: '/opt/adversary' },
    { from: join(repository, 'test/live/peer/inside'), to: '/opt/peer' },
    { from: join(repository, 'package.json'), to: '/opt/logoff/package.json' },
    ...(existsSync(dist) ? [{ from: dist, to: '/opt/logoff/dist' }] : []),
  ]
}

/** A shell script that puts every program of package.json on the PATH of the peer that runs it. */
export function installScript(): string {
  const manifest: { bin?: Record<string, string> } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  const programs = Object.entries(manifest.bin ?? {})
  return programs.map(([name, path]) => wrapper(name, path)).join('\n')
}

function wrapper(name: string, path: string): string {
  const file = `/usr/local/bin/${name}`
  return `printf '#!/bin/sh\\nexec node /opt/logoff/${path.replace(/^\.\//, '')} "$@"\\n' >${file}; chmod 755 ${file}`
}
