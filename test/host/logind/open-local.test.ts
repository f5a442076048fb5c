/** Where the system bus is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemBusSocket } from '../../../src/host/logind/open-local.ts'

test('systemBusSocket() reads the address of the environment, and knows where the socket is without one', () => {
  assert.equal(systemBusSocket(undefined), '/run/dbus/system_bus_socket')
  assert.equal(systemBusSocket(''), '/run/dbus/system_bus_socket')
  assert.equal(systemBusSocket('unix:path=/tmp/bus'), '/tmp/bus')
  assert.equal(systemBusSocket('unix:path=/tmp/a%20b,guid=0123'), '/tmp/a b')
  assert.equal(systemBusSocket('unix:guid=0123,abstract=here'), '\0here')
  assert.equal(systemBusSocket('tcp:host=h,port=1;unix:path=/tmp/second'), '/tmp/second')
})
