/** A session host behind Samba: a systemd machine with smbd, winbindd and the service by its own units. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootPeer } from '../peer/boot.ts'
import { type CommandResult, runCommand } from '../peer/command.ts'
import type { PeerHost } from '../peer/host.ts'
import type { PeerKind } from '../peer/kind.ts'
import { repository } from '../peer/rootfs.ts'
import { waitFor } from '../peer/wait.ts'

/** The users who can log in over the network; the password of each is "test-" and the name. */
export const USERS = ['alice', 'bob', 'admin', 'oper'] as const
export type User = (typeof USERS)[number]

/** How a host is set up. */
export interface ServeHostOptions {
  /** The text of /etc/logoff/serve.toml. Default: no file. */
  readonly rights?: string
  /** More lines for the section [global] of smb.conf. */
  readonly smbConf?: string
}

/** The units of the package, by their file names. */
const UNITS = readdirSync(join(repository, 'systemd')).filter((file) => /\.(service|socket)$/.test(file))

/** Boots it; `admin` is an administrator by the group sudo. Resolves when the service answers. */
export async function bootServeHost(kind: PeerKind, options: ServeHostOptions = {}): Promise<ServeHost> {
  const peer = await bootPeer(kind)
  try {
    const host = new ServeHost(peer)
    await host.shell(`useradd --create-home --shell /bin/bash oper; usermod --append --groups sudo admin`)
    await configureSamba(host, options.smbConf ?? '')
    if (options.rights !== undefined) await host.writeRights(options.rights)
    await installUnits(host)
    await host.shell('systemctl start smbd winbind; systemctl enable --now logoff-serve.socket logoff-serve.service')
    await host.whenServing()
    return host
  } catch (error) {
    await peer.close()
    throw error
  }
}

async function configureSamba(host: ServeHost, lines: string): Promise<void> {
  // A name of 15 letters at most, which is what accounts of the machine are called by.
  const settings = `netbios name = ${host.netbiosName}\n${lines}\n`
  await host.shell(
    `sed -i "s/^\\[global\\]/[global]\\n$(cat | sed ':a;N;$!ba;s/\\n/\\\\n/g')/" /etc/samba/smb.conf`,
    settings,
  )
  for (const user of USERS) await host.shell(`smbpasswd -s -a ${user}`, `test-${user}\ntest-${user}\n`)
}

async function installUnits(host: ServeHost): Promise<void> {
  for (const unit of UNITS) await host.write(`/etc/systemd/system/${unit}`, fileOf(unit))
  await host.write('/etc/tmpfiles.d/logoff-serve.conf', fileOf('logoff-serve.tmpfiles.conf'))
  await host.shell('systemd-tmpfiles --create logoff-serve.conf; systemctl daemon-reload')
}

function fileOf(name: string): string {
  return readFileSync(join(repository, 'systemd', name), 'utf8')
}

/** A running host; gone when disposed. */
export class ServeHost implements AsyncDisposable {
  readonly peer: PeerHost
  readonly #folder = mkdtempSync(join(tmpdir(), 'logoff-serve-'))

  constructor(peer: PeerHost) {
    this.peer = peer
  }

  get address(): string {
    return this.peer.address
  }

  /** As Samba calls the machine. */
  get netbiosName(): string {
    return this.peer.name
      .toUpperCase()
      .replace(/[^A-Z0-9-]/g, '')
      .slice(0, 15)
  }

  /** Runs a script on the host as root; it ends at the first command that fails. */
  async shell(script: string, input = ''): Promise<string> {
    return (await this.peer.exec(['sh', '-euc', script], { input })).stdout
  }

  /** Writes a file of the host, and the folders above it. */
  async write(path: string, text: string): Promise<void> {
    await this.shell(`mkdir -p "$(dirname '${path}')"; cat >'${path}'`, text)
  }

  /** The file of who may do what; it counts after `reload`. */
  async writeRights(text: string): Promise<void> {
    await this.write('/etc/logoff/serve.toml', text)
  }

  /** Has the service read its file again; resolves when it has. */
  async reload(): Promise<void> {
    const before = (await this.journal()).filter((line) => line.includes('/etc/logoff/serve.toml')).length
    await this.shell('systemctl reload logoff-serve')
    await waitFor(
      async () => (await this.journal()).filter((line) => line.includes('/etc/logoff/serve.toml')).length > before,
      { what: 'the service to read its file again' },
    )
  }

  /** Resolves once smbd, winbindd and the service answer; a host just booted has no session. */
  async whenServing(): Promise<void> {
    const answers = async () => {
      const { code, stderr } = await this.cli('query', ['session'], 'admin')
      return code === 0 || /shows no session/.test(stderr)
    }
    await waitFor(answers, { what: 'the service to answer', deadlineMs: 60_000 })
  }

  /** The number by which the network knows the first session of a user; it may be another than the host's own ID. */
  async numberOf(user: User): Promise<string> {
    const { stdout } = await this.cli('query', ['session', user, '/json'], user)
    const { hosts }: { hosts: readonly { sessions: readonly { id: string }[] }[] } = JSON.parse(stdout)
    const id = hosts[0]?.sessions[0]?.id
    if (id === undefined) throw new Error(`${user} has no session: ${stdout}`)
    return id
  }

  /** What the service has told the journal. */
  async journal(): Promise<string[]> {
    const stdout = await this.shell('journalctl --identifier logoff-serve --output cat --no-pager')
    return stdout.split('\n').filter(Boolean)
  }

  /** The service's process on the host; 0 while there is none. */
  async servicePid(): Promise<number> {
    return Number(await this.shell('systemctl show --property MainPID --value logoff-serve.service'))
  }

  /** Runs one of our programs on this machine, over the network, as a user of the host. */
  async cli(program: string, args: readonly string[], user: User): Promise<CommandResult> {
    const account = `/as:${this.netbiosName}\\${user}`
    const script = join(repository, 'dist/bin', `${program}.js`)
    const network = [`/server:${this.address}`, account, `/password-file:${this.passwordFile(user)}`]
    return await runCommand([process.execPath, script, ...args, ...network], { env: { ...process.env, LC_ALL: 'C' } })
  }

  /** A file of this machine with the password of a user. */
  passwordFile(user: User): string {
    const file = join(this.#folder, user)
    writeFileSync(file, `test-${user}\n`, { mode: 0o600 })
    return file
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true })
    await this.peer.close()
  }
}
