/** The environment that a process was started with. proc_pid_environ(5). */

/** Reads NUL-separated `NAME=value` pairs; the first of two with one name counts, as for getenv(3). */
export function parseEnviron(text: string): Map<string, string> {
  const variables = new Map<string, string>()
  for (const pair of text.split('\0')) {
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const name = pair.slice(0, equals)
    if (!variables.has(name)) variables.set(name, pair.slice(equals + 1))
  }
  return variables
}
