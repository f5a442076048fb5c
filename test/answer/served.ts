/** A practice host behind pipes in memory, with NTLM and sealed messages as on a network. */

import { MadeAccounts } from '../../src/answer/accounts.ts'
import type { Answering, Caller, Wish } from '../../src/answer/answering.ts'
import type { Deed } from '../../src/answer/deed.ts'
import { servicesWithNames } from '../../src/answer/services.ts'
import { PasswordCredential } from '../../src/auth/credential.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import type { Pipe, Pipes } from '../../src/host/tsts/access.ts'
import type { Authenticator } from '../../src/rpc/authentication.ts'
import { serve } from '../../src/rpc/server.ts'
import type { Service } from '../../src/rpc/service.ts'
import { NtStatus, ntStatusError } from '../../src/wire/ntstatus.ts'
import { type DuplexOptions, duplex } from '../rpc/duplex.ts'
import { PracticeHost } from './practice.ts'

export const CREDENTIAL = new PasswordCredential('admin', 'LABHOST', 'Passw0rd!')

/** A session that does not end by itself is left to the caller. */
const NEVER_MS = 2 ** 31 - 1

export interface ServedOptions {
  readonly host?: PracticeHost
  /** What the account may not do: 'WINSTATION_LOGOFF 12' or 'WINSTATION_LOGOFF'. */
  readonly denied?: readonly string[]
  /** Whose sessions are whose. Default: by name. */
  readonly owns?: Answering['owns']
  /** Told of everything that is done. */
  readonly onDeed?: (deed: Deed) => void
  /** Pipes that nobody serves. */
  readonly missing?: readonly string[]
  /** Operations and interfaces that the host lacks: 'TermSrvEnumeration 11', 'TermSrvEnumeration'. */
  readonly lacking?: readonly string[]
  readonly through?: DuplexOptions['through']
  /** When each answer is delivered. Default: at once. */
  readonly delay?: (deliver: () => void) => void
  /** Authentication types that are accepted. Default: SPNEGO and NTLM. */
  readonly authTypes?: readonly number[]
}

export interface Served extends AsyncDisposable {
  readonly host: PracticeHost
  readonly pipes: Pipes
  /** Ends what goes on after its call was answered. */
  readonly signal: AbortSignal
  /** Names of the pipes that were opened. */
  readonly opened: string[]
  /** Failures of methods that are no refusals. */
  readonly failures: unknown[]
}

export function served(options: ServedOptions = {}): Served {
  const { host = new PracticeHost(), missing = [] } = options
  const over = new AbortController()
  const answering = {
    host,
    authorize: (_: Caller, wish: Wish) => !isDenied(options.denied ?? [], wish),
    owns: options.owns,
    onDeed: options.onDeed,
    caller: null,
    graceMs: NEVER_MS,
    accounts: new MadeAccounts('LABHOST'),
    signal: over.signal,
  }
  const services = servicesWithNames(answering)
  const opened: string[] = []
  const failures: unknown[] = []
  const pipes: Pipes = {
    pipe(name) {
      opened.push(name)
      const found = missing.includes(name) ? undefined : services.get(name)
      return found ? open(name, without(found, options.lacking ?? []), options, failures) : absent(name)
    },
    async [Symbol.asyncDispose]() {},
  }
  return {
    ...{ host, pipes, signal: over.signal, opened, failures },
    async [Symbol.asyncDispose]() {
      over.abort(new Error('the practice host was closed'))
    },
  }
}

function open(name: string, services: readonly Service[], options: ServedOptions, failures: unknown[]): Pipe {
  const wire = duplex(options.through ? { through: options.through } : {})
  const authenticate: Authenticator = (authType) => {
    if (options.authTypes && !options.authTypes.includes(authType)) return null
    const accounts = {
      computerName: 'LABHOST',
      ntHash: (user: string) => (user === 'admin' ? CREDENTIAL.ntHash : null),
    }
    return (authType === 9 ? spnegoAcceptor([ntlmAcceptor(accounts)]) : ntlmAcceptor(accounts)).context()
  }
  const serving = serve(wire.server, services, {
    address: `\\PIPE\\${name}`,
    authenticate,
    minimumLevel: 6,
    onFailure: (error) => void failures.push(error),
  })
  serving.catch(() => {})
  const { send, receive, transceive } = wire.client
  const late = async (answer: Promise<Uint8Array>) => {
    const message = await answer
    await new Promise<void>((resolve) => (options.delay ? options.delay(resolve) : resolve()))
    return message
  }
  return {
    send,
    receive: (each) => late(receive(each)),
    transceive: (message, each) => late(transceive(message, each)),
    [Symbol.asyncDispose]: async () => wire.close(),
  }
}

/** What nobody serves fails with its first message. */
function absent(name: string): Pipe {
  const fail = async () => {
    throw ntStatusError('SMB2 CREATE', NtStatus.STATUS_OBJECT_NAME_NOT_FOUND, `pipe "${name}"`)
  }
  return { send: fail, receive: fail, transceive: fail, async [Symbol.asyncDispose]() {} }
}

function without(services: readonly Service[], lacking: readonly string[]): Service[] {
  const there = services.filter((service) => !lacking.includes(service.interface.name))
  return there.map((service) => ({
    ...service,
    methods: service.methods.filter(
      ({ operation }) => !lacking.includes(`${service.interface.name} ${operation.opnum}`),
    ),
  }))
}

function isDenied(denied: readonly string[], wish: Wish): boolean {
  const id = wish.right === 'PROCESS_TERMINATE' ? String(wish.process.pid) : wish.session.id
  return denied.includes(wish.right) || denied.includes(`${wish.right} ${id}`)
}
