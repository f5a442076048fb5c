/** A service of its own process, whose sockets somebody else has opened: answers every message with the pipe's name. */
import { listenOnPipes } from '../../../src/service/samba/pipes.ts'

process.env.LISTEN_PID = String(process.pid)
process.env.LISTEN_FDS = '2'
await listenOnPipes({
  folder: process.argv[2]!,
  pipes: ['Echo_service', 'Other_service'],
  limits: () => ({ callers: 4, stepMs: 10_000 }),
  inherited: true,
  async onCaller(pipe, channel) {
    for (;;) {
      await channel.receive()
      await channel.send(Buffer.from(pipe))
    }
  },
})
process.stdout.write('ready')
