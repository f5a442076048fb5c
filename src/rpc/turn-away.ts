/** The clean end for a client that is not served. */
import { refusal } from './acceptor.ts'
import type { Channel, ChannelOptions } from './channel.ts'
import { FragmentReader } from './fragment-reader.ts'

/** Answers the first message of a client: a bind is refused for `reason`, a RejectReason; all else gets a fault. */
export async function turnAway(channel: Channel, reason: number, options: ChannelOptions): Promise<void> {
  const fragment = await new FragmentReader(channel).next(options)
  await channel.send(refusal(fragment, reason).bytes, options)
}
