/** What a switch looks like: "/v", "-v", "--v", "/server:NAME", "--server=NAME". */

/** A switch, taken apart. */
export interface Switch {
  readonly prefix: '/' | '-' | '--'
  /** In small letters. */
  readonly name: string
  /** The switch without what follows it, as typed. */
  readonly typed: string
  /** What follows ":" or "="; null without either. */
  readonly value: string | null
}

/** The longer one first. */
const PREFIXES = ['/', '--', '-'] as const

/** Takes an argument apart, or answers null where it is no switch. */
export function switchOf(argument: string): Switch | null {
  const prefix = PREFIXES.find((each) => argument.startsWith(each))
  if (prefix === undefined || argument === '-') return null
  const marks = [':', '='].map((mark) => argument.indexOf(mark)).filter((at) => at >= 0)
  const end = Math.min(...marks, argument.length)
  return {
    prefix,
    name: argument.slice(prefix.length, end).toLowerCase(),
    typed: argument.slice(0, end),
    value: end < argument.length ? argument.slice(end + 1) : null,
  }
}

/** Whether an argument asks for help. */
export function isHelp(argument: string): boolean {
  const read = switchOf(argument)
  return read?.value === null && ['?', 'h', 'help'].includes(read.name)
}

/** Whether an argument asks for the version. */
export function isVersion(argument: string): boolean {
  const read = switchOf(argument)
  return read?.value === null && read.name === 'version'
}

/** Whether Git Bash has made a path of a switch: "/v" arrives as "V:/", "/?" as "C:/Program Files/Git/?". */
export function isMangled(argument: string): boolean {
  return /^[a-z]:[\\/]/i.test(argument)
}
