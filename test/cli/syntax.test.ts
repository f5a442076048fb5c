/** Command lines are read as on Windows, in every spelling of a switch. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CommandName, GRAMMARS, SWITCHES, type SwitchName } from '../../src/cli/grammar.ts'
import { type Parsed, parse } from '../../src/cli/syntax.ts'
import { UsageError, type UsageProblem } from '../../src/cli/usage.ts'

const COMMANDS = Object.keys(GRAMMARS) as CommandName[]

function read(command: CommandName, ...args: string[]): Parsed {
  const parsed = parse(GRAMMARS[command], args, command)
  assert.ok(typeof parsed === 'object', `${args.join(' ')} is a command`)
  return parsed
}

function refuses(command: CommandName, args: string[], problem: UsageProblem, facts: object): void {
  assert.throws(
    () => parse(GRAMMARS[command], args, command),
    (error) => {
      assert.ok(error instanceof UsageError)
      assert.equal(error.problem, problem)
      for (const [key, value] of Object.entries(facts)) assert.deepEqual(Reflect.get(error.facts, key), value)
      return true
    },
  )
}

test('a switch is read in every spelling', () => {
  for (const spelling of ['/v', '/V', '-v', '-V', '--v', '--V']) {
    assert.deepEqual([...read('logoff', spelling, '12').switches], [['v', '']], spelling)
  }
})

test('a value is read behind a colon, an equals sign and a blank', () => {
  const spellings = ['/server:Rds01', '/SERVER:Rds01', '/server=Rds01', '-server:Rds01', '--Server=Rds01']
  for (const spelling of spellings) assert.equal(read('logoff', '1', spelling).switches.get('server'), 'Rds01')
  for (const word of ['-server', '--server', '--SERVER']) {
    const parsed = read('logoff', word, 'Rds01', '1')
    assert.equal(parsed.switches.get('server'), 'Rds01')
    assert.deepEqual(parsed.operands, ['1'])
  }
})

test('a value keeps its colons and its case', () => {
  assert.equal(read('logoff', '1', '/server:ssh://Bob@Host:22').switches.get('server'), 'ssh://Bob@Host:22')
})

test('what PowerShell splits at the colon is put together again', () => {
  const parsed = read('logoff', '-server:', 'Rds01', '12')
  assert.equal(parsed.switches.get('server'), 'Rds01')
  assert.deepEqual(parsed.operands, ['12'])
})

test('a missing value is named', () => {
  refuses('logoff', ['/server'], 'valueMissing', { part: '/server' })
  refuses('logoff', ['/server:'], 'valueMissing', { part: '/server' })
  refuses('logoff', ['/server', 'Rds01'], 'valueMissing', { part: '/server' })
  refuses('logoff', ['--server'], 'valueMissing', { part: '--server' })
  refuses('logoff', ['--server', '/v'], 'valueMissing', { part: '--server' })
  refuses('logoff', ['-server:', 'V:/'], 'valueMissing', { part: '-server' })
})

test('a value where none belongs is named', () => {
  refuses('logoff', ['/v:yes'], 'valueUnwanted', { part: '/v' })
})

test('seconds are whole and within what a timer can hold', () => {
  assert.equal(read('logoff', '/grace:0').switches.get('grace'), '0')
  assert.equal(read('logoff', '/grace:2147483').switches.get('grace'), '2147483')
  for (const value of ['-1', '1.5', 'ten', '2147484', '99999999', '0x10', '1e3']) {
    refuses('logoff', [`/grace:${value}`], 'valueNotSeconds', { part: '/grace' })
  }
  refuses('msg', ['*', '/time:0', 'hi'], 'valueNotSeconds', { part: '/time', least: 1 })
})

test('a value given twice is refused, a flag given twice is not', () => {
  refuses('logoff', ['/server:a', '--server=b'], 'switchTwice', { part: '--server' })
  assert.ok(read('logoff', '/v', '/v').switches.has('v'))
})

test('an unknown switch is named without its value', () => {
  refuses('logoff', ['/passwrod:secret'], 'unknownSwitch', { part: '/passwrod' })
  refuses('logoff', ['/etc'], 'unknownSwitch', { part: '/etc' })
  refuses('logoff', ['--dry-run'], 'unknownSwitch', { part: '--dry-run' })
  refuses('queryUser', ['/v'], 'unknownSwitch', { part: '/v' })
})

test('one argument too many is named', () => {
  refuses('logoff', ['1', '2'], 'operandUnexpected', { part: '2' })
})

test('a missing argument is refused', () => {
  refuses('rwinsta', ['/v'], 'operandMissing', { operand: 'session' })
  refuses('msg', [], 'operandMissing', { operand: 'recipient' })
})

test('an empty argument never means the current session', () => {
  refuses('logoff', [''], 'operandEmpty', {})
  refuses('tsdiscon', ['', '/v'], 'operandEmpty', {})
})

test('switches that exclude each other are named', () => {
  refuses('tskill', ['node', '/a', '/id:3'], 'switchesExclusive', { parts: ['/id', '/a'] })
})

test('a password is taken only as "*", and never repeated', () => {
  assert.equal(read('tscon', '2', '/password:*').switches.get('password'), '*')
  refuses('tscon', ['2', '/password:secret'], 'passwordGiven', { part: '/password' })
})

test('what Git Bash made of a switch is refused', () => {
  for (const part of ['V:/', 'C:/Program Files/Git/v', 'C:\\msys64\\server;x']) {
    refuses('logoff', ['12', part], 'mangled', { part })
  }
})

test('behind "--" everything is an argument', () => {
  assert.deepEqual(read('msg', 'alice', '/v', '--', '/v', '--json').operands, ['alice', '/v', '--json'])
})

test('help is given wherever it is asked for', () => {
  for (const word of ['/?', '-?', '--?', '/help', '--help', '-h', '/H']) {
    assert.equal(parse(GRAMMARS.logoff, ['12', '/nonsense', word], 'logoff'), 'help', word)
  }
  assert.equal(parse(GRAMMARS.logoff, ['--version'], 'logoff'), 'version')
})

const operand = fc.stringMatching(/^[^/-][^:]*$/).filter((word) => word !== '')
const value = fc.stringMatching(/^[A-Za-z0-9@.,]{1,12}$/)

test('every spelling of a generated command line is read as the same command', () => {
  const given = fc.constantFrom(...COMMANDS).chain((command) => {
    const names = GRAMMARS[command].switches.filter((name) => !GRAMMARS[command].exclusive?.includes(name))
    return fc.record({
      command: fc.constant(command),
      names: fc.subarray([...names]),
      operands: fc.array(operand, { minLength: 1, maxLength: 1 }),
      value,
      seconds: fc.integer({ min: 1, max: 9999 }),
      style: fc.constantFrom<Style>(['/', ':'], ['-', ':'], ['--', '='], ['--', ' '], ['-', ': ']),
      upper: fc.boolean(),
    })
  })
  fc.assert(
    fc.property(given, ({ command, names, operands, value, seconds, style, upper }) => {
      const wanted = GRAMMARS[command].operands.length === 0 ? [] : operands
      const pairs = names.map((name) => [name, valueFor(name, value, seconds)] as const)
      const words = pairs.flatMap(([name, each]) => spell(upper ? name.toUpperCase() : name, each, style))
      const parsed = parse(GRAMMARS[command], [...wanted, ...words], command)
      assert.deepEqual(parsed, { operands: wanted, switches: new Map(pairs) })
    }),
  )
})

test('any words at all are read, or refused with one sentence', () => {
  const words = fc.array(
    fc.oneof(
      fc.string(),
      fc.string().map((text) => `/${text}`),
      fc.constantFrom('--', '-', '/'),
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...COMMANDS), words, (command, args) => {
      try {
        parse(GRAMMARS[command], args, command)
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error))
      }
    }),
  )
})

type Style = [prefix: string, separator: string]

function valueFor(name: SwitchName, text: string, seconds: number): string {
  const kind = SWITCHES[name]
  if (kind === null) return ''
  if (kind === 'star') return '*'
  if (kind === 'off') return 'off'
  if (kind === 'count') return String(1 + (seconds % 10_000))
  return kind === 'seconds' ? String(seconds) : text
}

function spell(name: string, given: string, [prefix, separator]: Style): string[] {
  if (given === '') return [`${prefix}${name}`]
  if (separator === ' ') return [`${prefix}${name}`, given]
  if (separator === ': ') return [`${prefix}${name}:`, given]
  return [`${prefix}${name}${separator}${given}`]
}
