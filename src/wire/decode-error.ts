/** The failure of a decoder: what was wrong, in which field, at which byte. */

/** Bytes that are not what the specification promises. `path` names the field, `offset` counts from the first byte given. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
  readonly reason: string
  readonly offset: number
  /** From the outermost field to the one that failed: `contexts[2].dataLength`; '' at the top. */
  readonly path: string

  constructor(reason: string, offset: number, path = '') {
    super(path ? `${path}: ${reason} at byte ${offset}` : `${reason} at byte ${offset}`)
    this.reason = reason
    this.offset = offset
    this.path = path
  }
}

/** What to throw from inside the field `name`: a `DecodeError` whose path begins there; any other error unchanged. */
export function inField(error: unknown, name: string): unknown {
  if (!(error instanceof DecodeError)) return error
  const separator = error.path === '' || error.path.startsWith('[') ? '' : '.'
  return new DecodeError(error.reason, error.offset, `${name}${separator}${error.path}`)
}
