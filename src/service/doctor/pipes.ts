/** Whether the service answers on its pipes. */
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { isErrno } from '../../linux/errno.ts'
import { within } from '../../session/deadline.ts'
import type { CallOptions, Finding } from '../../session/host.ts'
import type { Remedy } from '../../session/remedy.ts'
import { USUAL_FOLDER } from '../pipe-folder.ts'
import { PIPES } from '../pipes.ts'
import { introduceNobody } from './nobody.ts'

const SOCKET_UNIT = 'logoff-serve.socket'

/** How long the service may take to begin, where it is started by the caller, and to answer. */
const ANSWER_MS = 10_000

/** What came of asking at one pipe. */
type Answer = 'answers' | 'absent' | 'forbidden' | 'silent'

export async function examinePipes(folder: string, { signal }: CallOptions): Promise<Finding> {
  const answers = await Promise.all(PIPES.map((pipe) => ask(join(folder, pipe.toLowerCase()), signal)))
  const count = answers.filter((answer) => answer === 'answers').length
  const remedy = answers.includes('absent') && isElsewhere(folder) ? move(folder) : remedyFor(answers)
  return { check: 'service', passed: remedy === undefined, figure: `${count}/${PIPES.length} ${folder}`, remedy }
}

/** Whether the sockets are where Samba does not look for them. */
function isElsewhere(folder: string): boolean {
  return folder !== USUAL_FOLDER && existsSync(join(USUAL_FOLDER, PIPES[0].toLowerCase()))
}

function move(folder: string): Remedy {
  return { name: 'moveSockets', facts: { folder, unit: SOCKET_UNIT } }
}

function remedyFor(answers: readonly Answer[]): Remedy | undefined {
  if (answers.includes('forbidden')) return { name: 'runAsRoot', facts: {} }
  if (answers.includes('absent')) return { name: 'startUnit', facts: { unit: SOCKET_UNIT } }
  if (answers.includes('silent')) return { name: 'readJournal', facts: { unit: 'logoff-serve' } }
  return undefined
}

/** Introduces nobody, and hangs up as soon as there is an answer. */
async function ask(path: string, signal: AbortSignal | undefined): Promise<Answer> {
  const socket = connect(path)
  try {
    const answered = new Promise<Answer>((resolve) => {
      socket.once('data', () => resolve('answers'))
      socket.once('close', () => resolve('silent'))
      socket.once('error', (error) => resolve(isErrno(error, 'EACCES', 'EPERM') ? 'forbidden' : 'absent'))
    })
    socket.write(introduceNobody())
    let answer: Answer = 'silent'
    await within(ANSWER_MS, signal, async () => {
      answer = await answered
    })
    return answer
  } finally {
    socket.destroy()
  }
}
