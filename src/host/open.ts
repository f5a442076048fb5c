/** A target to the adapter that reaches it; each is loaded when it is needed. */
import { LogoffError } from '../errors.ts'
import type { CallOptions, SessionHost } from '../session/host.ts'
import type { Credential } from './credential.ts'
import type { Target, TstsTarget } from './target.ts'

/** All that opening a host of any kind can need. */
export interface OpenOptions extends CallOptions {
  /** Whether ssh and polkit may ask for passwords on this process's terminal. Default false. */
  readonly interactive?: boolean | undefined
  /** Gives the credential for a host on the network, or null where there is none; it must outlive the host. */
  readonly logOn?: ((target: TstsTarget) => Promise<Credential | null>) | undefined
  /** Refuse hosts on the network that cannot encrypt. Default: encrypt with those that can. */
  readonly encryptionRequired?: boolean | undefined
  /** Whether the host stays open and is asked often: then it may remember what it hears of every change of. Default false. */
  readonly longLived?: boolean | undefined
  /** Whether the sessions of the host's virtual machines are meant instead of its own. Default false. */
  readonly virtualMachines?: boolean | undefined
}

/**
 * Opens the host of a target.
 * @throws LogoffError HOST_UNREACHABLE, HOST_SILENT, AUTHENTICATION_FAILED, NOT_SUPPORTED, PROGRAM_MISSING
 */
export async function open(target: Target, options: OpenOptions = {}): Promise<SessionHost> {
  options.signal?.throwIfAborted()
  const isWindows = process.platform === 'win32'
  if (options.virtualMachines && !isWindows) {
    throw new LogoffError('NOT_SUPPORTED', { host: target.name, feature: 'virtualMachines' })
  }
  if (target.transport === 'ssh') {
    const { openSshLogind } = await import('./logind/open-ssh.ts')
    return await openSshLogind(target, options)
  }
  const credential = target.transport === 'tsts' ? ((await options.logOn?.(target)) ?? null) : null
  // Windows reaches others with the caller's own identity, unless another account is named.
  if (isWindows && credential === null) {
    const { openWindows } = await import('./windows/open-windows.ts')
    const server = target.transport === 'local' ? null : target.address
    return await openWindows({ name: target.name, server }, options)
  }
  if (target.transport === 'local') return await openLocal(target.name, options)
  const { openTsts } = await import('./tsts/open-tsts.ts')
  return await openTsts(target, { ...options, credential })
}

async function openLocal(name: string, options: OpenOptions): Promise<SessionHost> {
  if (process.platform !== 'linux') throw new LogoffError('NOT_SUPPORTED', { host: name, feature: 'platform' })
  const { openLocalLogind } = await import('./logind/open-local.ts')
  const logind = await openLocalLogind(name, options)
  if (logind) return logind
  const { PosixHost } = await import('./posix/host.ts')
  return new PosixHost(name)
}
