/** msg {user | name | id | @file | *} [text]: shows a message in sessions. */
import { LogoffError } from '../../errors.ts'
import type { SessionHost } from '../../session/host.ts'
import type { Message, MessageAnswer } from '../../session/message.ts'
import type { Result } from '../../session/result.ts'
import type { Session } from '../../session/session.ts'
import { person } from '../account.ts'
import { act, failure, resultFrom } from '../act.ts'
import type { Call, Command } from '../command.ts'
import { targetsFor } from '../hosts.ts'
import { localTime } from '../local-time.ts'
import { messageText } from '../message-text.ts'
import { recipientsOf, sessionsOf } from '../recipients.ts'
import { named, tell, verbose } from '../report.ts'
import type { Texts } from '../text/catalogue.ts'

const DEFAULT_SECONDS = '60'

/** Sends the message to all sessions of the recipients, at once. */
export const msg: Command = async (call) => {
  const { parsed, texts, io } = call
  const [recipient = '', ...words] = parsed.operands
  const [targets, recipients] = await Promise.all([targetsFor(call), recipientsOf(recipient)])
  const message: Message = {
    title: texts.message.title(person(io.env), localTime(new Date(), io.env)),
    text: await messageText(call, words),
    timeSeconds: Number(parsed.switches.get('time') ?? DEFAULT_SECONDS),
    wait: parsed.switches.has('w') || parsed.switches.has('yesno'),
    buttons: parsed.switches.has('yesno') ? 'yesNo' : 'ok',
  }
  return await act(call, targets, async (host) => {
    const sessions = await host.list({ signal: io.signal, brief: true })
    if (sessions.length === 0) throw new LogoffError('NO_SESSIONS', { host: host.name })
    const { meant, unknown } = sessionsOf(sessions, recipients)
    const missing = unknown.map((text) =>
      failure(host.name, new LogoffError('SESSION_NOT_FOUND', { host: host.name, text, ids: [] }), 0),
    )
    return [...missing, ...(await Promise.all(meant.map((session) => send(call, host, session, message))))]
  })
}

async function send(call: Call, host: SessionHost, session: Session, message: Message): Promise<Result> {
  const { texts, io } = call
  await verbose(call, () => [texts.message.sending(named(session), String(message.timeSeconds))])
  const answers: MessageAnswer[] = []
  const result = await resultFrom(host, session, async () => {
    answers.push(await host.message(session, message, { signal: io.signal }))
    return answers[0] === 'sent' || answers[0] === 'timeout' ? 'sent' : 'answered'
  })
  const lines = answers.filter((answer) => answer !== 'sent').map((answer) => lineOf(texts, session, answer))
  if (message.buttons === 'yesNo') await tell(call, ...lines)
  else await verbose(call, () => lines)
  return result
}

function lineOf({ message }: Texts, session: Session, answer: Exclude<MessageAnswer, 'sent'>): string {
  return answer === 'timeout' ? message.unanswered(named(session)) : message.answered(named(session), answer)
}
