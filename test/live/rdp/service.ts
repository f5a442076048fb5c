/** xrdp on a peer. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerHost } from '../peer/host.ts'
import { readIfAny } from '../peer/read.ts'
import { repository } from '../peer/rootfs.ts'
import { waitFor } from '../peer/wait.ts'

/** Starts xrdp; resolves when it takes clients. Sessions show a terminal named after their user. */
export async function startXrdp(host: PeerHost): Promise<void> {
  copyFileSync(join(repository, 'test/live/rdp/inside/session.sh'), host.path('/etc/xrdp/startwm.sh'))
  await host.exec(['systemctl', 'start', 'xrdp-sesman', 'xrdp'])
  const listening = async () => (await host.exec(['ss', '-Hltn', 'sport = :3389'])).stdout !== ''
  await waitFor(listening, { what: 'xrdp to listen' })
}

/** The displays (":10") of a peer to which xrdp has a connection, by the peer's kernel. */
export function connectedDisplays(host: PeerHost): string[] {
  const lines = readIfAny(`/proc/${host.initPid}/net/unix`).split('\n')
  return lines.flatMap((line) => {
    const number = / 03 +\d+ \/run\/xrdp\/sockdir\/(?:\d+\/)?xrdp_display_(\d+)$/.exec(line)?.[1]
    return number === undefined ? [] : [`:${number}`]
  })
}

/** How many sessions sesman shows a user, asked by its own tool: 0.9 everybody's, 0.10 his own. */
export async function sesmanSessions(host: PeerHost, user: string): Promise<number> {
  const login = host.kind === 'xrdp09' ? ['-s=127.0.0.1', `-u=${user}`, `-p=test-${user}`] : []
  const { stdout } = await host.exec(['xrdp-sesadmin', ...login, '-c=list'], { user, mayFail: true })
  return [...stdout.matchAll(/^Session ID: /gm)].length
}
