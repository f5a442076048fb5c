/** The grammar of every command, as data: the parser, the help and the manual pages follow it. */

/** What may follow a switch: nothing, any text, a number of seconds, a count, or one word alone. */
export type SwitchValue = null | 'text' | 'seconds' | 'count' | 'star' | 'off'

/** Every switch there is, with what may follow it. */
export const SWITCHES = {
  server: 'text',
  as: 'text',
  'password-file': 'text',
  'password-stdin': null,
  encrypt: null,
  trace: null,
  v: null,
  vm: null,
  grace: 'seconds',
  json: null,
  mode: null,
  flow: null,
  connect: null,
  counter: null,
  time: 'seconds',
  w: null,
  yesno: null,
  id: 'text',
  a: null,
  dest: 'text',
  password: 'star',
  hosts: 'count',
  sessions: 'count',
  processes: 'off',
  fault: 'text',
} as const satisfies Record<string, SwitchValue>

/** The name of a switch, without its prefix. */
export type SwitchName = keyof typeof SWITCHES

/** What may stand on the command line besides switches. */
export type OperandName =
  | 'session'
  | 'sessionOrUser'
  | 'processFilter'
  | 'recipient'
  | 'message'
  | 'connectedSession'
  | 'process'
  | 'command'

/** An operand of a command. */
export interface Operand {
  readonly name: OperandName
  readonly required: boolean
  /** Whether it takes all words that are left. */
  readonly rest?: true
}

/** What a command takes. */
export interface Grammar {
  readonly operands: readonly Operand[]
  readonly switches: readonly SwitchName[]
  /** Switches of which only one may be given. */
  readonly exclusive?: readonly SwitchName[]
}

/** The commands, each under one of its names. */
export type CommandName =
  | 'logoff'
  | 'querySession'
  | 'queryUser'
  | 'queryProcess'
  | 'msg'
  | 'tsdiscon'
  | 'tscon'
  | 'tskill'
  | 'rwinsta'
  | 'doctor'
  | 'lab'
  | 'serve'

/** The other host, and what only hosts on the network take. */
const HOST = ['server', 'as', 'password-file', 'password-stdin', 'encrypt', 'trace'] as const

/** What each command takes, in the order of its help. */
export const GRAMMARS: Record<CommandName, Grammar> = {
  logoff: {
    operands: [{ name: 'session', required: false }],
    switches: [...HOST, 'v', 'vm', 'grace', 'json'],
  },
  querySession: {
    operands: [{ name: 'sessionOrUser', required: false }],
    switches: [...HOST, 'mode', 'flow', 'connect', 'counter', 'vm', 'json'],
  },
  queryUser: {
    operands: [{ name: 'sessionOrUser', required: false }],
    switches: [...HOST, 'json'],
  },
  queryProcess: {
    operands: [{ name: 'processFilter', required: false }],
    switches: ['id', ...HOST, 'json'],
  },
  msg: {
    operands: [
      { name: 'recipient', required: true },
      { name: 'message', required: false, rest: true },
    ],
    switches: [...HOST, 'time', 'v', 'w', 'yesno', 'json'],
  },
  tsdiscon: {
    operands: [{ name: 'session', required: false }],
    switches: [...HOST, 'v', 'vm', 'json'],
  },
  tscon: {
    operands: [{ name: 'connectedSession', required: true }],
    switches: ['dest', 'password', 'v', 'json'],
  },
  tskill: {
    operands: [{ name: 'process', required: true }],
    switches: [...HOST, 'id', 'a', 'v', 'json'],
    exclusive: ['id', 'a'],
  },
  rwinsta: {
    operands: [{ name: 'session', required: true }],
    switches: [...HOST, 'v', 'json'],
  },
  doctor: {
    operands: [],
    switches: [...HOST],
  },
  lab: {
    operands: [{ name: 'command', required: false, rest: true }],
    switches: ['hosts', 'sessions', 'processes', 'fault'],
  },
  serve: {
    operands: [],
    switches: [],
  },
}
