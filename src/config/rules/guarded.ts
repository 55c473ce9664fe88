/** A plugin asked for an option that is wrong or missing: what it says then counts for nothing. */
class Unsound extends Error {}

/** The options as a plugin's own code may read them before everything is right. Secrets in them are still references. */
export function guarded(
  options: Readonly<Record<string, unknown>>,
  failed: ReadonlySet<string>,
): Record<string, unknown> {
  return new Proxy(
    { ...options },
    {
      get(target, key) {
        if (typeof key === 'string' && failed.has(key)) throw new Unsound()
        return Reflect.get(target, key)
      },
    },
  )
}

/** What `ask` says, or undefined where it needed an option that is not sound. */
export function ifSound<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Unsound) return undefined
    throw error
  }
}
