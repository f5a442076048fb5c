/** A host whose sessions do not end, whatever is asked of them. */
import type { EndOptions, SessionHost } from '../../session/host.ts'
import type { Result } from '../../session/result.ts'

/** The same host, but log-offs and resets never come about. */
export function stuck(host: SessionHost): SessionHost {
  const never = (_: unknown, { signal }: EndOptions = {}) =>
    new Promise<Result>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  return new Proxy(host, {
    get(target, name) {
      if (name === 'logoff' || name === 'reset') return never
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
