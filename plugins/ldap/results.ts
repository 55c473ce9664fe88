import { SsoError } from 'sso-kit/plugin'
import type { Result } from './reply.ts'

export const toLog = ({ code, said }: Result) => ({ vendorCode: String(code), cause: said })

/** What is wrong with the service account is the administrator's business, and never "wrong password". */
export function admitted(answer: Result): void {
  if (answer.code === 0) return
  const cause = `the directory does not take bindDn and bindPassword: ${answer.said}`
  throw new SsoError(isBusy(answer) ? 'source_unreachable' : 'source_refused', { ...toLog(answer), cause })
}

/** RFC 4511 appendix A: busy, unavailable. */
export const isBusy = ({ code }: Result): boolean => code === 51 || code === 52
