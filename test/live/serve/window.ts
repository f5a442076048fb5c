/** The window of a message as its reader has it: on the screen of a Remote Desktop client, to be answered with the mouse. */
import { mustRun, runCommand } from '../peer/command.ts'
import type { PeerHost } from '../peer/host.ts'
import { waitFor } from '../peer/wait.ts'
import type { RdpClient } from '../rdp/client.ts'

/** A window on an X display. */
interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Presses the button of that number, from the left, in the window with that title; resolves when the window is gone. */
export async function pressButton(
  host: PeerHost,
  client: RdpClient,
  { title, button }: { readonly title: string; readonly button: number },
): Promise<void> {
  await waitFor(async () => (await buttonsOf(host, client, title)).length > button, {
    what: `a window "${title}"`,
    deadlineMs: 30_000,
  })
  const gone = async () => {
    const place = (await buttonsOf(host, client, title))[button]
    if (place === undefined) return true
    // The client shows the session from its upper left corner on.
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2].map((each) => String(Math.round(each)))
    await runCommand(['xdotool', 'mousemove', x!, y!, 'click', '1'], { env: client.screen.env })
    return false
  }
  await waitFor(gone, { what: `the window "${title}" to go`, deadlineMs: 30_000 })
}

/** Puts a picture of the client's screen into the output folder once nothing is being drawn any more. */
export async function settledPicture({ screen }: RdpClient, name: string): Promise<string> {
  let before = ''
  const isSettled = async () => {
    const now = await mustRun(['convert', 'x:root', '-format', '%#', 'info:-'], { env: screen.env })
    const isSame = now === before
    before = now
    return isSame
  }
  await waitFor(isSettled, { what: 'a screen that stands still', deadlineMs: 30_000 })
  return await screen.picture(name)
}

/** The lowest row of windows within the window, from the left; none where there is no such window. */
async function buttonsOf(host: PeerHost, { session }: RdpClient, title: string): Promise<Rectangle[]> {
  const { user, display } = session
  const { stdout } = await host.exec(['xwininfo', '-name', title, '-tree'], {
    ...{ user, env: { DISPLAY: display, HOME: `/home/${user}` }, mayFail: true },
  })
  const sizes = stdout.matchAll(/ (\d+)x(\d+)\+-?\d+\+-?\d+ {2}\+(-?\d+)\+(-?\d+)$/gm)
  const windows = [...sizes].map((match) => {
    const [width = 0, height = 0, x = 0, y = 0] = match.slice(1).map(Number)
    return { x, y, width, height }
  })
  const lowest = Math.max(...windows.map(({ y }) => y))
  return windows.filter(({ y }) => y === lowest).sort((a, b) => a.x - b.x)
}
