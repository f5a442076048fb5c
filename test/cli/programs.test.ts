/** Each name of a program leads to its command. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from '../../src/cli/programs.ts'
import { UsageError } from '../../src/cli/usage.ts'

function commandOf(line: string) {
  const [program = '', ...args] = line.split(' ')
  const request = requestOf(program, args)
  return request.kind === 'command' ? [request.command, request.spelled, ...request.args] : request.kind
}

test('every program leads to its command', () => {
  assert.deepEqual(commandOf('logoff 12'), ['logoff', 'logoff', '12'])
  assert.deepEqual(commandOf('query session'), ['querySession', 'query session'])
  assert.deepEqual(commandOf('QUERY User alice'), ['queryUser', 'QUERY user', 'alice'])
  assert.deepEqual(commandOf('query process *'), ['queryProcess', 'query process', '*'])
  assert.deepEqual(commandOf('quser'), ['queryUser', 'quser'])
  assert.deepEqual(commandOf('qwinsta'), ['querySession', 'qwinsta'])
  assert.deepEqual(commandOf('qprocess'), ['queryProcess', 'qprocess'])
  assert.deepEqual(commandOf('rwinsta 4'), ['rwinsta', 'rwinsta', '4'])
})

test('tsctl holds every program', () => {
  for (const program of ['logoff', 'quser', 'qwinsta', 'qprocess', 'msg', 'tsdiscon', 'tscon', 'tskill', 'rwinsta']) {
    const [command] = commandOf(program)
    assert.deepEqual(commandOf(`tsctl ${program} 5`), [command, `tsctl ${program}`, '5'])
  }
  assert.deepEqual(commandOf('tsctl query session'), ['querySession', 'tsctl query session'])
  assert.deepEqual(commandOf('tsctl reset session 4'), ['rwinsta', 'tsctl reset session', '4'])
  assert.deepEqual(commandOf('tsctl doctor'), ['doctor', 'tsctl doctor'])
})

test('a family gives its help and the version', () => {
  assert.equal(commandOf('query /?'), 'family')
  assert.equal(commandOf('tsctl --help'), 'family')
  assert.equal(commandOf('tsctl query -?'), 'family')
  assert.equal(commandOf('tsctl --version'), 'version')
})

test('a missing or unknown word is named', () => {
  for (const [line, problem] of [
    ['query', 'noCommand'],
    ['tsctl', 'noCommand'],
    ['tsctl reset', 'noCommand'],
    ['query termserver', 'unknownCommand'],
    ['tsctl constructor', 'unknownCommand'],
    ['query V:/', 'mangled'],
  ] as const) {
    assert.throws(
      () => commandOf(line),
      (error) => error instanceof UsageError && error.problem === problem,
      line,
    )
  }
})
