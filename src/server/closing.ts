/** What was opened, to be closed in the opposite order. */
export interface Closing {
  push(close: () => unknown): void
  /** Closes everything, whatever of it fails, and throws what failed first. */
  close(): Promise<void>
}

export function closing(): Closing {
  const opened: (() => unknown)[] = []
  return {
    push: close => void opened.push(close),
    async close() {
      const failures: unknown[] = []
      for (const close of opened.splice(0).reverse())
        try {
          await close()
        } catch (error) {
          failures.push(error)
        }
      if (failures.length > 0) throw failures[0]
    },
  }
}
