/** A promise that somebody else settles. */
export interface Gate<T> {
  readonly promise: Promise<T>
  readonly open: (value: T) => void
}

export function gate<T = unknown>(): Gate<T> {
  let open: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    open = resolve
  })
  return { promise, open }
}
