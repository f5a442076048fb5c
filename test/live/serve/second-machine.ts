/** A second machine, joined to a session host by a network that only those two have. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { PYTHON } from '../impacket/peer.ts'
import { bootPeer } from '../peer/boot.ts'
import { type CommandResult, mustRun } from '../peer/command.ts'
import { commandOn } from '../peer/exec.ts'
import type { PeerHost } from '../peer/host.ts'
import { repository } from '../peer/rootfs.ts'
import { type ForeignAccount, ForeignClient } from './foreign.ts'
import type { ServeHost } from './host.ts'

/** Where the two find each other. */
const SERVER = '10.214.0.1'
const CLIENT = '10.214.0.2'
const CABLE = 'second0'

/** Where the second machine has the foreign client. */
const FOREIGN = '/opt/foreign'

/** Boots a machine of the same kind and lays the cable. */
export async function bootSecondMachine(server: ServeHost): Promise<SecondMachine> {
  const peer = await bootPeer(server.peer.kind)
  try {
    const ends = [server.peer, peer].map(({ initPid }) => ['name', CABLE, 'netns', String(initPid)])
    await mustRun(['ip', 'link', 'add', ...ends[0]!, 'type', 'veth', 'peer', ...ends[1]!])
    for (const [host, address] of [[server.peer, SERVER] as const, [peer, CLIENT] as const])
      await host.exec(['ip', '-batch', '-'], { input: `addr add ${address}/30 dev ${CABLE}\nlink set ${CABLE} up\n` })
    cpSync(join(repository, 'test/live/impacket'), peer.path(FOREIGN), { recursive: true })
    return new SecondMachine(peer, server)
  } catch (error) {
    await peer.close()
    throw error
  }
}

/** From here clients reach the session host at `serverAddress`. */
export class SecondMachine implements AsyncDisposable {
  readonly peer: PeerHost
  /** Of the session host. */
  readonly serverAddress = SERVER
  /** Of this machine, as the session host sees it. */
  readonly address = CLIENT
  readonly #server: ServeHost

  constructor(peer: PeerHost, server: ServeHost) {
    this.peer = peer
    this.#server = server
  }

  /** Runs one of our programs as a user of the session host. */
  async cli(program: string, args: readonly string[], user: string): Promise<CommandResult> {
    const file = `/run/password-${user}`
    await this.peer.exec(['sh', '-euc', 'umask 077; cat >"$1"', 'sh', file], { input: `test-${user}\n` })
    const account = [`/as:${this.#server.netbiosName}\\${user}`, `/password-file:${file}`]
    return await this.peer.exec([program, ...args, `/server:${SERVER}`, ...account], {
      env: { LC_ALL: 'C.UTF-8' },
      mayFail: true,
    })
  }

  /** Starts a foreign client as a user of the session host. */
  foreign(user: string, how: Partial<ForeignAccount> = {}): ForeignClient {
    const account = { host: SERVER, user, password: `test-${user}`, ...how }
    return new ForeignClient(account, commandOn(this.peer.initPid, [PYTHON, '-B', `${FOREIGN}/foreign_client.py`]))
  }

  close(): Promise<void> {
    return this.peer.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
