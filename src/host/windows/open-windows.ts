/** Opens a Windows host by the system's own API. */
import { hostname } from 'node:os'
import { LogoffError } from '../../errors.ts'
import type { CallOptions } from '../../session/host.ts'
import { failureOf } from './border.ts'
import { WindowsHost } from './host.ts'
import { NativeThread } from './thread.ts'

/** What to open: this machine, or with `server` another one. */
export interface WindowsTarget {
  /** As the user named it. */
  readonly name: string
  readonly server: string | null
}

/**
 * Opens this machine or another one with the caller's own identity.
 * @throws LogoffError PROGRAM_MISSING, HOST_UNREACHABLE
 */
export async function openWindows(
  { name, server }: WindowsTarget,
  { signal, virtualMachines = false }: CallOptions & { readonly virtualMachines?: boolean | undefined } = {},
): Promise<WindowsHost> {
  await assertKoffi()
  const { location } = await import('./wtsapi-thread.ts')
  const thread = new NativeThread({ name: server, virtualMachines }, location)
  try {
    await thread.call('openServer', [], { signal })
  } catch (error) {
    await thread[Symbol.asyncDispose]()
    throw failureOf(error, { host: name, action: 'list', id: '' })
  }
  return new WindowsHost(name, thread, { local: server === null, virtualMachines })
}

/** koffi is an optional dependency: the installation on this machine may have left it out. */
async function assertKoffi(): Promise<void> {
  try {
    await import('koffi')
  } catch (cause) {
    throw new LogoffError('PROGRAM_MISSING', { host: hostname(), program: 'koffi', package: 'koffi' }, { cause })
  }
}
