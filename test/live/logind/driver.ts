/** The library at work: on a peer itself, or from here over ssh. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { builtins } from '../../../scripts/builtins.ts'
import { type OpenOptions, open } from '../../../src/host/open.ts'
import { targetOf } from '../../../src/host/target.ts'
import type { SessionHost } from '../../../src/session/host.ts'
import type { ExecOptions } from '../peer/exec.ts'
import type { PeerHost } from '../peer/host.ts'
import { sshEnvironment } from '../peer/ssh.ts'
import { type Answer, answerOf, type Request } from './request.ts'

/** Where the program is on a peer; each user of it may run it. */
const PROGRAM = '/opt/logind/program.mjs'

let bundled: Promise<Uint8Array> | undefined

/** Puts the library on a peer; `onPeer` can run it then. */
export async function install(host: PeerHost): Promise<void> {
  bundled ??= bundle()
  mkdirSync(host.path('/opt/logind'), { recursive: true })
  writeFileSync(host.path(PROGRAM), await bundled)
}

/** The command line that makes one call on a peer. */
export function command(request: Request): string[] {
  return ['/usr/local/bin/node', PROGRAM, JSON.stringify(request)]
}

/** The same as one line for a shell, on the machine of a URL if one is given. */
export function commandLine(request: Request, ...url: string[]): string {
  return [...command(request), ...url].map((word) => `'${word}'`).join(' ')
}

/** Makes one call on a peer, outside of every session. */
export async function onPeer(host: PeerHost, request: Request, options: ExecOptions = {}): Promise<Answer> {
  const { stdout, stderr } = await host.exec(command(request), { ...options, mayFail: true })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Makes one call from here over ssh. */
export async function overSsh(host: PeerHost, user: string, request: Request): Promise<Answer> {
  return await overSshTo(`ssh://${user}@${host.address}`, request)
}

/** The same with any URL. */
export async function overSshTo(url: string, request: Request): Promise<Answer> {
  return await answerOf((options) => openOverSsh(url, options), request)
}

/** Opens a host with the ssh that knows the keys of the peers. */
export async function openOverSsh(url: string, options: OpenOptions = {}): Promise<SessionHost> {
  const path = process.env.PATH
  process.env.PATH = sshEnvironment().PATH
  try {
    return await open(targetOf(url), { ...options, interactive: false })
  } finally {
    process.env.PATH = path
  }
}

async function bundle(): Promise<Uint8Array> {
  const entry = new URL('./program.ts', import.meta.url).pathname
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', write: false } as const
  const { outputFiles } = await build({ ...options, entryPoints: [entry], plugins: [builtins], logLevel: 'warning' })
  return outputFiles[0]!.contents
}
