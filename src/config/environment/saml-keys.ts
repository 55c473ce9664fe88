import { readPair, readPublished } from '../../certificates.ts'
import type { Reference } from '../config.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import { isUnder } from '../parts.ts'
import { isReference } from '../secrets.ts'
import { type Looking, wrong } from './looking.ts'
import { readOr } from './there.ts'

/** Each entry of `keys.saml` is a pair, and what signs is in force. `found`: what is wrong with one of the two alone. */
export function samlKeys({ root }: Draft, looking: Looking, found: readonly Finding[]): Finding[] {
  const listed = root.keys?.saml ?? []
  const signing = listed.findIndex(({ key }) => key !== undefined)
  return listed.flatMap(({ key, certificate }, index) => {
    const entry = ['keys', 'saml', index]
    const parts = [entry]
    if (found.some(({ at, severity }) => severity === 'error' && isUnder(at, parts))) return []
    const at = [...entry, 'certificate']
    if (!isReadable(certificate) || (key !== undefined && !isReadable(key))) return []
    const [pem = '', keyPem = ''] = [certificate, key].map(each => each && readOr(each, looking))
    const not = (reason: string, help: string): Finding[] => [
      wrong({ at, reference: certificate }, { message: `cannot be used: ${reason}`, help }),
    ]
    try {
      const { until } = key === undefined ? readPublished(pem) : readPair(keyPem, pem).certificate
      if (index !== signing || until > looking.now) return []
      return not(
        'the certificate has expired',
        'list a new one in keys.saml, and give the apps the new metadata',
      )
    } catch (error) {
      return not((error as Error).message, 'put one certificate there, that of the key beside it')
    }
  })
}

const isReadable = (value: unknown): value is Reference =>
  isReference(value) && !('exec' in value || 'literal' in value)
