/** The grammar of every command, as data: the parser, the help and the manual pages follow it. */

/** What may follow a switch: nothing, any text, a number of seconds, or nothing but "*". */
export type SwitchValue = null | 'text' | 'seconds' | 'star'

/** Every switch there is, with what may follow it. */
export const SWITCHES = {
  server: 'text',
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
  id: 'text',
  a: null,
  dest: 'text',
  password: 'star',
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

/** What each command takes, in the order of its help. */
export const GRAMMARS: Record<CommandName, Grammar> = {
  logoff: {
    operands: [{ name: 'session', required: false }],
    switches: ['server', 'v', 'vm', 'grace', 'json'],
  },
  querySession: {
    operands: [{ name: 'sessionOrUser', required: false }],
    switches: ['server', 'mode', 'flow', 'connect', 'counter', 'vm', 'json'],
  },
  queryUser: {
    operands: [{ name: 'sessionOrUser', required: false }],
    switches: ['server', 'json'],
  },
  queryProcess: {
    operands: [{ name: 'processFilter', required: false }],
    switches: ['id', 'server', 'json'],
  },
  msg: {
    operands: [
      { name: 'recipient', required: true },
      { name: 'message', required: false, rest: true },
    ],
    switches: ['server', 'time', 'v', 'w', 'json'],
  },
  tsdiscon: {
    operands: [{ name: 'session', required: false }],
    switches: ['server', 'v', 'vm', 'json'],
  },
  tscon: {
    operands: [{ name: 'connectedSession', required: true }],
    switches: ['dest', 'password', 'v', 'json'],
  },
  tskill: {
    operands: [{ name: 'process', required: true }],
    switches: ['server', 'id', 'a', 'v', 'json'],
    exclusive: ['id', 'a'],
  },
  rwinsta: {
    operands: [{ name: 'session', required: true }],
    switches: ['server', 'v', 'json'],
  },
  doctor: {
    operands: [],
    switches: ['server'],
  },
}
