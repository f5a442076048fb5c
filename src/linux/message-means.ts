/** What this machine can show a message with. */
import { accessSync, constants, existsSync } from 'node:fs'
import { WINDOW_PROGRAMS } from './window-programs.ts'

/** Where its terminals are. */
export const TERMINALS = '/dev/pts'

/** The word "terminals" and the names of the programs that are installed. */
export function messageMeans(): string[] {
  const programs = WINDOW_PROGRAMS.map(({ name }) => name).filter(isInstalled)
  return existsSync(TERMINALS) ? ['terminals', ...programs] : programs
}

function isInstalled(program: string): boolean {
  return ['/usr/local/bin', '/usr/bin', '/bin'].some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false // ignored: what cannot be run is as good as absent
    }
  })
}
