import { record } from '../record.ts'
import type { Visit } from './launch.ts'

/** Somebody was let into an app: in the audit log and the log. */
export const recordOpening = ({ site, request, app, signedIn }: Visit): Promise<void> =>
  record(site, {
    event: 'app-opened',
    accountId: signedIn.account.id,
    address: request.ip,
    detail: { app: app.config.id },
  })
