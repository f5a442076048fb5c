/** Boots a session host of its own for a suite. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PeerHost } from './host.ts'
import { type Init, logOf, startInit } from './init.ts'
import { hasSystemd, type PeerKind } from './kind.ts'
import { connectNetwork, sshAnswers } from './network.ts'
import { repository, rootfsOf } from './rootfs.ts'
import { installScript, shares } from './share.ts'
import { type Slot, takeSlot } from './slot.ts'
import { onceGone, tearDown } from './teardown.ts'
import { waitFor } from './wait.ts'

/** How a peer is booted. */
export interface BootOptions {
  /** Its host name; by default the kind and a number. */
  readonly name?: string
}

/** Boots a pristine session host; resolves when it takes logins and, where it has logind, answers on the bus. */
export async function bootPeer(kind: PeerKind, options: BootOptions = {}): Promise<PeerHost> {
  const rootfs = rootfsOf(kind)
  if (rootfs === null) throw new Error(`No root file system for ${kind}: run scripts/peers.sh`)
  const slot = await takeSlot()
  const name = options.name ?? `${kind}-${slot.number}`
  let init: Init | undefined
  try {
    init = await (hasSystemd(kind) ? startSystemd(rootfs, name, slot) : startBare(rootfs, name, slot))
    onceGone(slot, init)
    const host = new PeerHost({ kind, name, slot, init })
    await Promise.race([connectNetwork(slot, init).then(() => ready(host)), init.failed])
    return host
  } catch (error) {
    const log = logOf(slot)
    await tearDown(slot, init)
    throw new Error(`The peer ${name} did not come up: ${log}`, { cause: error })
  }
}

// Whatever ends this process, a signal then ends the holder, and that the peer: nspawn passes TERM on as KILL; unshare
// must be killed, since it ignores TERM.
const untilDeath = (signal: string) => ['setpriv', '--pdeathsig', signal]

function startSystemd(rootfs: string, name: string, slot: Slot): Promise<Init> {
  const argv = [
    ...[...untilDeath('TERM'), 'systemd-nspawn', '--quiet', '--boot', `--directory=${rootfs}`, '--volatile=overlay'],
    ...[`--machine=${slot.label}`, `--hostname=${name}`, '--register=no', '--keep-unit', '--private-network'],
    ...['--kill-signal=SIGKILL', '--link-journal=no', '--console=pipe', `--bind=${join(slot.folder, 'bus')}:/run/dbus`],
    ...shares().map(({ from, to }) => `--bind-ro=${from}:${to}`),
  ]
  return startInit(argv, slot, { SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1', SYSTEMD_NSPAWN_LOCK: '0' })
}

function startBare(rootfs: string, name: string, slot: Slot): Promise<Init> {
  const namespaces = ['--pid', '--uts', '--ipc', '--net', '--cgroup', '--mount', '--propagation', 'private']
  const script = join(repository, 'test/live/peer/bare-host.sh')
  const bound = shares().map(({ from, to }) => `${from}:${to}`)
  const argv = ['bash', script, rootfs, name, join(slot.folder, 'bus'), ...bound]
  return startInit([...untilDeath('KILL'), 'unshare', '--fork', '--kill-child', ...namespaces, ...argv], slot)
}

async function ready(host: PeerHost): Promise<void> {
  if (host.kind !== 'posix') {
    const list = ['loginctl', 'list-sessions', '--no-legend']
    const answers = async () => existsSync(host.busSocket) && (await host.exec(list, { mayFail: true })).code === 0
    await waitFor(answers, { what: 'logind to answer', deadlineMs: 30_000 })
  }
  await sshAnswers(host.address, 22)
  if (host.kind === 'posix') await sshAnswers(host.address, 2222)
  await waitFor(() => !existsSync(host.path('/run/nologin')), { what: 'logins to be allowed' })
  await host.exec(['sh', '-eu'], { input: `echo 127.0.1.1 ${host.name} >>/etc/hosts\n${installScript()}` })
}
