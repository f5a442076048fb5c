/** Texts, which most programs end without. */

/** What `make` gives, made when it is first looked into: to make hundreds of texts takes longer than many an answer. */
export function onDemand<T extends object>(make: () => T): T {
  let made: T | undefined
  const found = () => {
    made ??= make()
    return made
  }
  return new Proxy({} as T, {
    // Whoever awaits an object looks whether it is a promise.
    get: (_, name) => (name === 'then' ? undefined : Reflect.get(found(), name)),
    has: (_, name) => Reflect.has(found(), name),
    ownKeys: () => Reflect.ownKeys(found()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(found(), name),
  })
}
