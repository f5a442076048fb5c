/** The network between this machine and a peer: one virtual cable, 10.213.N.1 here and 10.213.N.2 there. */
import { readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { mustRun } from './command.ts'
import type { Init } from './init.ts'
import type { Slot } from './slot.ts'
import { waitFor } from './wait.ts'

/** The address of a peer. */
export function addressOf(slot: Slot): string {
  return `10.213.${slot.number}.2`
}

/** Lays the cable, once the peer has a network of its own. The peer's end is called host0. */
export async function connectNetwork(slot: Slot, init: Init): Promise<void> {
  await waitFor(() => networkOf(String(init.pid)) !== networkOf('self'), { what: 'the network of a peer' })
  const inside = ['nsenter', '-t', String(init.pid), '-n', 'ip', '-batch', '-']
  await mustRun(['ip', 'link', 'add', slot.label, 'type', 'veth', 'peer', 'name', 'host0', 'netns', String(init.pid)])
  await mustRun(['ip', '-batch', '-'], {
    input: `addr add 10.213.${slot.number}.1/24 dev ${slot.label}\nlink set ${slot.label} up\n`,
  })
  await mustRun(inside, { input: `addr add ${addressOf(slot)}/24 dev host0\nlink set host0 up\n` })
}

function networkOf(pid: string): string {
  return readlinkSync(`/proc/${pid}/ns/net`)
}

/** Resolves once an ssh server greets on the port. */
export async function sshAnswers(address: string, port: number): Promise<void> {
  await waitFor(() => greets(address, port), { what: `sshd on ${address}:${port}` })
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const settle = (greeted: boolean) => {
      resolve(greeted)
      socket.destroy()
    }
    socket.once('data', (bytes) => settle(bytes.toString().startsWith('SSH-2.0')))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
