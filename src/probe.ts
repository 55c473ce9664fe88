import type { Host, Probe, Words } from './plugin.ts'
import { requestJson } from './reply.ts'

/** What a token endpoint is asked with: a code that nobody was given, so that nothing comes of it. */
export const deadCode = 'sso-kit-check'

/**
 * The error of a token endpoint that is asked with {@link deadCode} (RFC 6749 §5.2): a vendor that looks at the client
 * first tells wrong credentials from a wrong code. Another reply is its status; of the vendor's words nothing is taken.
 */
export async function refusalOfCode(
  host: Pick<Host, 'source' | 'fetch'>,
  url: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const form = { grant_type: 'authorization_code', code: deadCode, ...parameters }
  const { status, body } = await requestJson(host.fetch, { source: host.source, step: 'exchange' }, url, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers },
    body: new URLSearchParams(form),
  })
  return codeIn(Object(body).error) ?? String(status)
}

/** A code of a vendor, to be shown; undefined for what could be a sentence. */
export const codeIn = (value: unknown): string | undefined =>
  /^[\w.-]{1,64}$/.test(String(value ?? '')) ? String(value) : undefined

export const credentials: Words = { zh: '凭证', en: 'credentials' }

/** What a code says of client id and secret; one that is not listed says nothing of them. */
export function judgedCredentials(
  code: string,
  { good, bad, mend }: { good: readonly string[]; bad: readonly string[]; mend: Words },
): Probe {
  if (good.includes(code)) return { name: credentials, state: 'good' }
  if (bad.includes(code)) return { name: credentials, state: 'bad', found: code, mend }
  return { name: credentials, state: 'unknown', found: code }
}
