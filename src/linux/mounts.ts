/** The lines of /proc/PID/mounts. proc_pid_mounts(5). */

/** What is mounted where. */
export interface Mount {
  readonly folder: string
  readonly type: string
}

/** Reads the lines; spaces in a folder's name are escaped by the kernel as octal numbers. */
export function parseMounts(text: string): Mount[] {
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields.length >= 3)
    .map((fields) => ({ folder: unescaped(fields[1]!), type: fields[2]! }))
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
