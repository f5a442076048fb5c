/** A screen without a monitor, on which a client shows its window. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { mustRun, runCommand } from '../peer/command.ts'
import { repository } from '../peer/rootfs.ts'
import { within } from '../peer/wait.ts'

/** Where tests put what they want to show; it is in no commit. */
const outputFolder = join(repository, 'test/output')

/** Runs a program no longer than this process lives. */
export const untilDeath = ['setpriv', '--pdeathsig', 'TERM'] as const

/** An X display of this machine. */
export interface Screen extends AsyncDisposable {
  /** The environment of programs that are to appear there. */
  readonly env: NodeJS.ProcessEnv
  /** Whether a window with that title is to be seen. */
  shows(title: string): Promise<boolean>
  /** Types a line and its end. */
  type(line: string): Promise<void>
  /** Clicks with the mouse. */
  click(place: { readonly x: number; readonly y: number }): Promise<void>
  /** Puts a picture of all that is to be seen into the output folder and returns its path. */
  picture(name: string): Promise<string>
  /** How many colours are to be seen: an empty screen has one. */
  colours(): Promise<number>
}

/** Starts an X server without a monitor; resolves once it takes clients. It ends with this process at the latest. */
export async function openScreen(): Promise<Screen> {
  const server = ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp']
  const [program, ...args] = [...untilDeath, 'Xvfb', ...server]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const closed = once(child, 'close')
  const dispose = async () => {
    child.kill()
    await closed
  }
  try {
    const [number] = await within(once(child.stdout.setEncoding('utf8'), 'data'), { what: 'Xvfb to start' })
    return screenOf(`:${String(number).trim()}`, dispose)
  } catch (error) {
    await dispose()
    throw error
  }
}

function screenOf(display: string, dispose: () => Promise<void>): Screen {
  const env = { ...process.env, DISPLAY: display }
  return {
    env,
    async shows(title) {
      const search = ['xdotool', 'search', '--onlyvisible', '--name', `^${title}$`]
      return (await runCommand(search, { env })).code === 0
    },
    async type(line) {
      await mustRun(['xdotool', 'type', line], { env })
      await mustRun(['xdotool', 'key', 'Return'], { env })
    },
    async click({ x, y }) {
      await mustRun(['xdotool', 'mousemove', String(x), String(y), 'click', '1'], { env })
    },
    async picture(name) {
      mkdirSync(outputFolder, { recursive: true })
      const file = join(outputFolder, `${name}.png`)
      await mustRun(['import', '-display', display, '-window', 'root', file])
      return file
    },
    async colours() {
      const count = ['-format', '%k', 'info:-']
      return Number(await mustRun(['convert', `x:root`, ...count], { env }))
    },
    [Symbol.asyncDispose]: dispose,
  }
}
