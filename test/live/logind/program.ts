/** Runs methods of the library on the machine that it is on, or on that of a URL, and prints what came of them as JSON. */
import { open } from '../../../src/host/open.ts'
import { targetOf } from '../../../src/host/target.ts'
import { answerOf, type Request } from './request.ts'

const [text = '{}', name = '.'] = process.argv.slice(2)
const request: Request = JSON.parse(text)
const answer = await answerOf((options) => open(targetOf(name), options), request)
process.stdout.write(`${JSON.stringify(answer)}\n`)
