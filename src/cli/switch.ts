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

/** Takes an argument apart, or answers null where it is no switch. */
export function switchOf(argument: string): Switch | null {
  const match = /^(?<prefix>\/|--?)(?<name>[^:=]*)(?:[:=](?<value>[\s\S]*))?$/.exec(argument)
  if (!match?.groups || argument === '-') return null
  const { prefix, name = '', value } = match.groups
  return {
    prefix: prefix as Switch['prefix'],
    name: name.toLowerCase(),
    typed: `${prefix}${name}`,
    value: value ?? null,
  }
}

/** Whether an argument asks for help. */
export function isHelp(argument: string): boolean {
  return /^(?:\/|--?)(?:\?|h|help)$/i.test(argument)
}

/** Whether an argument asks for the version. */
export function isVersion(argument: string): boolean {
  return /^(?:\/|--?)version$/i.test(argument)
}

/** Whether Git Bash has made a path of a switch: "/v" arrives as "V:/", "/?" as "C:/Program Files/Git/?". */
export function isMangled(argument: string): boolean {
  return /^[a-z]:[\\/]/i.test(argument)
}
