/** The clean end for a client that is not served. */
import { LinkedAbort } from '../session/linked-abort.ts'
import { refusal } from './acceptor.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { FragmentReader } from './fragment-reader.ts'
import { SERVE_LIMITS } from './limits.ts'
import { Patience } from './patience.ts'

/** How long to wait for the client. */
export interface TurnAwayOptions extends ChannelOptions {
  readonly stepMs?: number | undefined
}

/** Answers the first message of a client: a bind is refused for `reason`, a RejectReason; all else gets a fault. */
export async function turnAway(channel: Channel, reason: number, options: TurnAwayOptions = {}): Promise<void> {
  const { signal, stepMs = SERVE_LIMITS.stepMs } = options
  using over = new LinkedAbort([signal])
  using patience = new Patience(stepMs, () => over.abort(new Error(`The client said nothing within ${stepMs} ms`)))
  patience.begin()
  const fragment = await new FragmentReader(channel).next({ signal: over.signal })
  await channel.send(refusal(fragment, reason).bytes, { signal: over.signal })
}
