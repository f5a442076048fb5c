/** A private smbd on loopback: its own accounts, its own folders, no part of the machine's Samba. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Accounts of the private server; both are made for the test and die with it. */
export const ALICE = { user: 'alice', password: 'Passw0rd!' } as const
export const ADMIN = { user: 'admin', password: 'Adm1nPw!' } as const

const SMBD = '/usr/sbin/smbd'
const LIBRARIES = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
/** Accounts come from files of the test; without root, smbd is made to believe that it has it. */
const WRAPPERS = process.getuid?.() === 0 ? ['libnss_wrapper.so'] : ['libuid_wrapper.so', 'libnss_wrapper.so']
const run = promisify(execFile)

/** Why the suite cannot run here, as one sentence; false when it can. With CI=true the lack is a failure. */
export function smbdMissing(): string | false {
  const needed = [SMBD, ...WRAPPERS.map((name) => join(LIBRARIES, name))]
  const missing = needed.find((file) => !existsSync(file))
  if (missing === undefined) return false
  const sentence = `${missing} is missing: scripts/peers.sh installs it`
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

export interface SmbdOptions {
  /** Lines for [global], after the defaults. */
  readonly global?: readonly string[]
}

/** A running server; disposal stops it and removes its folder. */
export class Smbd implements AsyncDisposable {
  readonly folder: string
  readonly port: number
  readonly #pid: number
  readonly #exited: Promise<unknown>

  private constructor(folder: string, port: number, pid: number, exited: Promise<unknown>) {
    this.folder = folder
    this.port = port
    this.#pid = pid
    this.#exited = exited
  }

  static async start({ global = [] }: SmbdOptions = {}): Promise<Smbd> {
    const folder = await mkdtemp(join(tmpdir(), 'logoff-smbd-'))
    const port = await freePort()
    await prepare(folder, port, global)
    const env = wrapped(folder)
    for (const { user, password } of [ALICE, ADMIN]) await addUser(folder, env, user, password)
    const options = { env, detached: true, stdio: 'ignore' } as const
    const child = spawn(SMBD, ['-F', '--no-process-group', '-s', join(folder, 'smb.conf')], options)
    const server = new Smbd(folder, port, child.pid!, once(child, 'exit'))
    process.once('exit', () => server.#kill())
    await reachable(port, AbortSignal.timeout(20_000))
    return server
  }

  /** A connection to the server's port. */
  async connect(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: this.port, noDelay: true })
    await once(socket, 'connect')
    return socket
  }

  /** Runs one of Samba's tools, `pdbedit`, on the server's own accounts. */
  async tool(name: string, args: readonly string[]): Promise<void> {
    await run(name, ['-s', join(this.folder, 'smb.conf'), ...args], { env: wrapped(this.folder) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill()
    await this.#exited
    this.#kill()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** smbd, and what it started in sessions of their own, which have this server's folder in their command line. */
  #kill(): void {
    for (const pid of [-this.#pid, ...helpers(this.folder)]) {
      try {
        process.kill(pid, 'SIGTERM')
      } catch {
        // ignored: it has ended by itself
      }
    }
  }
}

/** The processes of samba-dcerpcd, by the configuration they were started with. */
function helpers(folder: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(`=${folder}/smb.conf`) ? [Number(name)] : []
    } catch {
      return [] // ignored: it has ended meanwhile
    }
  })
}

/** The environment in which Samba's programs find the accounts of the test and its winbindd. */
export function wrapped(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LD_PRELOAD: WRAPPERS.join(':'),
    ...(process.getuid?.() === 0 ? {} : { UID_WRAPPER: '1', UID_WRAPPER_ROOT: '1' }),
    NSS_WRAPPER_PASSWD: join(folder, 'passwd'),
    NSS_WRAPPER_GROUP: join(folder, 'group'),
    SELFTEST_WINBINDD_SOCKET_DIR: join(folder, 'winbindd'),
  }
}

async function prepare(folder: string, port: number, global: readonly string[]): Promise<void> {
  const folders = ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc', 'log', 'share']
  for (const name of folders) await mkdir(join(folder, name), { mode: 0o755 })
  await writeFile(
    join(folder, 'passwd'),
    [
      'root:x:0:0:root:/root:/bin/false',
      'nobody:x:65534:65534:nobody:/nonexistent:/bin/false',
      ...[ALICE, ADMIN].map(({ user }, i) => `${user}:x:${uidOf(i)}:${uidOf(i)}::/nonexistent:/bin/false`),
      '',
    ].join('\n'),
  )
  const groups = [ALICE, ADMIN].map(({ user }, i) => `${user}:x:${uidOf(i)}:`)
  await writeFile(join(folder, 'group'), ['root:x:0:', 'nogroup:x:65534:', ...groups, ''].join('\n'))
  await writeFile(join(folder, 'smb.conf'), configuration(folder, port, global))
}

/** Without root nobody can be anybody else, so every account is the one that runs the test. */
function uidOf(account: number): number {
  const uid = process.getuid?.() ?? 0
  return uid === 0 ? 41_001 + account : uid
}

function configuration(folder: string, port: number, global: readonly string[]): string {
  return `[global]
netbios name = LABHOST
workgroup = LABGRP
server role = standalone server
interfaces = 127.0.0.1/8
bind interfaces only = yes
smb ports = ${port}
disable netbios = yes
private dir = ${folder}/private
lock directory = ${folder}/lock
state directory = ${folder}/state
cache directory = ${folder}/cache
pid directory = ${folder}/pid
ncalrpc dir = ${folder}/ncalrpc
passdb backend = tdbsam:${folder}/private/passdb.tdb
log file = ${folder}/log/smbd.log
server min protocol = SMB2_10
server max protocol = SMB3_11
server signing = mandatory
ntlm auth = ntlmv2-only
restrict anonymous = 2
map to guest = never
load printers = no
printcap name = /dev/null
disable spoolss = yes
winbindd socket directory = ${folder}/winbindd
${global.join('\n')}
[share]
path = ${folder}/share
read only = no
`
}

async function addUser(folder: string, env: NodeJS.ProcessEnv, user: string, password: string): Promise<void> {
  const adding = run('smbpasswd', ['-c', join(folder, 'smb.conf'), '-s', '-a', user], { env })
  adding.child.stdin!.end(`${password}\n${password}\n`)
  await adding
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (!address || typeof address === 'string') throw new Error('No port is free')
  return address.port
}

/** Tries until somebody listens: a server has no other way to say that it is ready. */
async function reachable(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const socket = connect({ host: '127.0.0.1', port })
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
  }
}
