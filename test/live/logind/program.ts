/** Runs methods of the library on the machine that it is on, and prints what came of them as JSON. */
import { open } from '../../../src/host/open.ts'
import { targetOf } from '../../../src/host/target.ts'
import { answerOf, type Request } from './request.ts'

const request: Request = JSON.parse(process.argv[2] ?? '{}')
const answer = await answerOf((options) => open(targetOf('.'), options), request)
process.stdout.write(`${JSON.stringify(answer)}\n`)
