import { SsoError } from '../../errors.ts'

/** With the app's id in the log line of what went wrong. */
export async function naming(app: string, act: () => Promise<void> | void): Promise<void> {
  try {
    await act()
  } catch (thrown) {
    if (!(thrown instanceof SsoError) || thrown.app !== undefined) throw thrown
    const { code, cause, who, retryAfterS } = thrown
    throw new SsoError(code, { app, cause, who, retryAfterS })
  }
}
