/** Listeners, as they are found and as they are named. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseListening } from '../../../src/linux/listening.ts'
import { type Endpoint, listenersOf } from '../../../src/service/host/listeners.ts'

/** Three that listen, with a connection before the last, as proc(5) has them. */
const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 21002 1 0000000000000000 100 0 0 10 0                     
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21014 1 0000000000000000 100 0 0 10 0                     
   2: 0206D50A:0016 0106D50A:9C56 01 00000000:00000000 02:000AF2D8 00000000     0        0 21063 2 0000000000000000 20 4 31 10 -1                    
   3: 00000000:0D3D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 21099 1 0000000000000000 100 0 0 10 0                     
`

test('sockets that listen come before connections, which are not read', () => {
  assert.deepEqual(parseListening(TCP), [
    { port: 22, uid: 0, inode: 21_002 },
    { port: 8080, uid: 1000, inode: 21_014 },
  ])
  assert.deepEqual(parseListening(''), [])
})

test('a listener is named as on Windows, and with its port where there are several', () => {
  const numberOf = ({ port }: Endpoint) => 65_536 + port
  const names = (...endpoints: Endpoint[]) =>
    listenersOf('here', endpoints, numberOf).map(({ id, name }) => `${id} ${name}`)
  assert.deepEqual(names({ service: 'rdp', port: 3389 }, { service: 'ssh', port: 22 }), [
    '68925 rdp-tcp',
    '65558 ssh-tcp',
  ])
  assert.deepEqual(names({ service: 'rdp', port: 3389 }, { service: 'rdp', port: 3390 }), [
    '68925 rdp-tcp:3389',
    '68926 rdp-tcp:3390',
  ])
})

test('a listener is nobody’s session', () => {
  const [listener] = listenersOf('here', [{ service: 'ssh', port: 22 }], () => 65_536)
  assert.deepEqual(listener, {
    ...{ host: 'here', id: '65536', name: 'ssh-tcp', user: '', domain: '', state: 'listening' },
    ...{ nativeState: 'listening', kind: 'listener', logonTime: null, idleSince: null, client: null, current: false },
  })
})
