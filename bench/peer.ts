/** Measures on a peer, with a Node of one's choice. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { builtins } from '../scripts/builtins.ts'
import type { PeerHost } from '../test/live/peer/host.ts'
import type { Order } from './inside.ts'

const FOLDER = '/opt/bench'

/** Puts a Node and what it runs on the peer. */
export async function install(host: PeerHost, node: string): Promise<void> {
  const entryPoints = [new URL('./inside.ts', import.meta.url).pathname]
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', write: false } as const
  const { outputFiles } = await build({ ...options, entryPoints, plugins: [builtins] })
  mkdirSync(host.path(FOLDER), { recursive: true })
  copyFileSync(node, host.path(`${FOLDER}/node`))
  writeFileSync(host.path(`${FOLDER}/inside.mjs`), outputFiles[0]?.contents ?? '')
}

/** Carries an order out there; answers the milliseconds. */
export async function measure(host: PeerHost, order: Order): Promise<number> {
  const { stdout } = await host.exec([`${FOLDER}/node`, `${FOLDER}/inside.mjs`, JSON.stringify(order)])
  return Number(stdout)
}
