import type { Host } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { probed } from '../../test/probes.ts'
import { check } from './check.ts'
import { issuer, key } from './fixtures/stage.ts'
import plugin from './index.ts'

const now = Date.UTC(2026, 10, 27)
const dayMs = 86_400_000
const certificate = (fromDays: number, untilDays: number) => ({
  pem: '',
  from: now + fromDays * dayMs,
  until: now + untilDays * dayMs,
})
const probes = (...certificates: ReturnType<typeof certificate>[]) =>
  probed(
    { open: (_: object, host: Host) => ({ check: () => check(issuer, certificates, host.now()) }) },
    {},
    undefined,
    {
      now: () => now,
    },
  )
const renew = `${issuer} › metadata › KeyDescriptor use="signing": the new certificate, in PEM form, where certificate points`

describe('the connectivity test of SAML', () => {
  it('tells how long the certificate of the file is good, and asks nobody', async () => {
    const options = {
      ...{ entityId: issuer, signOnUrl: 'https://idp.example.com/sso', certificate: key.certificate },
      ...{ subject: 'nameId', nameIdFormat: 'persistent' as const, attributes: {}, allowSha1: false },
    }
    expect(await probed(plugin, options)).toEqual([
      expect.stringMatching(/^good signing certificate \| until \d{4}-\d\d-\d\d$/),
    ])
  })

  it.each([
    ['30 days before its end says nothing', 30, 'good signing certificate | until 2026-12-27'],
    ['less than that warns', 29.9, `unknown signing certificate | ends in 29 days | -> ${renew}`],
    ['its last day warns', 0.5, `unknown signing certificate | ends in 0 days | -> ${renew}`],
    ['its end is a fault', 0, `bad signing certificate | ended on 2026-11-27 | -> ${renew}`],
  ])('%s', async (_what, untilDays, line) => {
    expect(await probes(certificate(-100, untilDays))).toEqual([line])
  })

  it('takes one that is over, or has not begun, for a change of keys while another is in force', async () => {
    expect(await probes(certificate(-100, -1), certificate(-1, 100), certificate(5, 200))).toEqual([
      `unknown signing certificate 1 | ended on 2026-11-26 | -> ${renew}`,
      'good signing certificate 2 | until 2027-03-07',
      `unknown signing certificate 3 | begins on 2026-12-02 | -> ${renew}`,
    ])
    expect(await probes(certificate(-100, -1), certificate(5, 200))).toEqual([
      `bad signing certificate 1 | ended on 2026-11-26 | -> ${renew}`,
      `bad signing certificate 2 | begins on 2026-12-02 | -> ${renew}`,
    ])
  })
})
