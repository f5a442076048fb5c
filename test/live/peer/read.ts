/** Reading files of the kernel that come and go. */
import { readFileSync } from 'node:fs'

/** The text of a file, '' when there is none any more. */
export function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
