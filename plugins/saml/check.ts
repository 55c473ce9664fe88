import type { Probe, Words } from 'sso-kit/plugin'
import { inForce, type Trusted } from './certificates.ts'

const dayMs = 86_400_000
const soonDays = 30

/**
 * The connectivity test, without asking anybody: only a browser talks to the identity provider. One certificate that is
 * over beside another in force is what a change of keys leaves behind, and no fault.
 */
export async function* check(
  entityId: string,
  certificates: readonly Trusted[],
  now: number,
): AsyncIterable<Probe> {
  const usable = inForce(certificates, now).length
  for (const [index, { from, until }] of certificates.entries()) {
    const number = certificates.length > 1 ? ` ${index + 1}` : ''
    const name = { zh: `签名证书${number}`, en: `signing certificate${number}` }
    const days = Math.floor((until - now) / dayMs)
    const spare = usable > 0 ? 'unknown' : 'bad'
    if (until <= now) yield { name, state: spare, found: `ended on ${day(until)}`, mend: renew(entityId) }
    else if (from > now) yield { name, state: spare, found: `begins on ${day(from)}`, mend: renew(entityId) }
    else if (days < soonDays)
      yield { name, state: 'unknown', found: `ends in ${days} days`, mend: renew(entityId) }
    else yield { name, state: 'good', found: `until ${day(until)}` }
  }
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

const renew = (entityId: string): Words => ({
  zh: `${entityId} › 元数据 › KeyDescriptor use="signing"：新证书以 PEM 格式存入 certificate 所指之处`,
  en: `${entityId} › metadata › KeyDescriptor use="signing": the new certificate, in PEM form, where certificate points`,
})
