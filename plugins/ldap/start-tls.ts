import type { Duplex } from 'node:stream'
import { ExtendedRequest } from 'ldapts'
import { SsoError } from 'sso-kit/plugin'
import { incoming } from './incoming.ts'
import { replyOf } from './reply.ts'

/** RFC 4511 §4.14: asks for TLS, in plain text and as the first thing that is said. */
export async function startTls(plain: Duplex): Promise<void> {
  const refused = (cause: string, vendorCode?: string) =>
    new SsoError('source_refused', { step: 'start', vendorCode, cause })
  const replies = incoming(plain)
  plain.write(new ExtendedRequest({ messageId: 1, oid: '1.3.6.1.4.1.1466.20037' }).write())
  const reply = replyOf(await replies.next())
  if (reply.kind !== 'extended') throw refused('the server answered StartTLS with something else')
  const { code, said } = reply.result
  if (code !== 0) throw refused(`the server refuses StartTLS: ${said}`, String(code))
  // whoever sits between could put an answer here that is read after TLS has begun (as in CVE-2011-0411)
  if ((await replies.leave()) > 0) throw refused('something was sent between the answer to StartTLS and TLS')
}
