import { credentials, type Probe, SsoError, type Words } from 'sso-kit/plugin'
import type { Given } from './check.ts'
import type { Connection } from './connection.ts'
import { subjectOf } from './entry.ts'

/** RFC 4511 appendix A: what more there is than was asked for is no fault. */
const fine: ReadonlySet<number> = new Set([0, 4])

/** The connectivity test: a connection, TLS, the service account, and an entry that people are found by. */
export async function* connectivity({ connect, account, directory }: Given): AsyncIterable<Probe> {
  const line = { zh: '连接与 TLS', en: 'connection and TLS' }
  let service: Connection
  try {
    service = await connect()
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    yield { name: line, state: 'bad', found: inWords(error), mend: network }
    return
  }
  try {
    yield { name: line, state: 'good' }
    if (account) {
      const { code } = await service.bind(account.dn, account.password)
      if (code !== 0)
        return yield { name: credentials, state: 'bad', found: String(code), mend: servicePlace }
      yield { name: credentials, state: 'good' }
    }
    yield* people(service, directory)
  } finally {
    service.close()
  }
}

async function* people(
  service: Connection,
  { baseDn, filter, subject }: Given['directory'],
): AsyncIterable<Probe> {
  const name = { zh: `在 ${baseDn} 之下找人`, en: `people below ${baseDn}` }
  const { entries, result } = await service.search({
    ...{ baseDn, scope: 'sub', attributes: [subject], limit: 1 },
    // anybody, in the place of the one who signs in
    filter: filter.replace(/\(([A-Za-z][\w-]*)(?::[\w.-]+:)?=\{username\}\)/, '($1=*)'),
  })
  const [entry] = entries
  if (!fine.has(result.code)) return yield { name, state: 'bad', found: String(result.code), mend: readable }
  if (entry === undefined) return yield { name, state: 'bad', found: 'nobody', mend: readable }
  yield { name, state: 'good' }
  const attribute = { zh: `属性 ${subject}`, en: `attribute ${subject}` }
  try {
    subjectOf(entry, subject)
    yield { name: attribute, state: 'good' }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    yield { name: attribute, state: 'bad', found: 'not to be read as the one value', mend: readable }
  }
}

/** The cause of what does not come about is the host's; those of refusals may have the server's words in them. */
function inWords({ code, vendorCode, cause }: SsoError): string {
  const known = code === 'source_unreachable' && typeof cause === 'string' ? cause : undefined
  return [code, vendorCode, known].filter(Boolean).join(': ')
}

const network: Words = {
  zh: '目录服务器 › 签发服务器证书的 CA，由 ca 引用；防火墙 › 允许从本服务器连接；startTls',
  en: "directory server › certificate authority of the server's certificate, which ca refers to; firewall › connections from this server; startTls",
}
const servicePlace: Words = {
  zh: '目录服务器 › 只读服务账号：核对 bindDn 与 bindPassword',
  en: 'directory server › service account that may only read: compare bindDn and bindPassword',
}
const readable: Words = {
  zh: '目录服务器 › 服务账号可读的属性；核对 baseDn、filter、directory 与 subject',
  en: 'directory server › attributes that the account may read; compare baseDn, filter, directory and subject',
}
