import { definePlugin, type Identity, type Transaction } from 'sso-kit/plugin'
import { checkAssertion } from './assertion.ts'
import { inForce, readCertificates } from './certificates.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { expectedOf } from './expected.ts'
import { identityOf } from './identity.ts'
import { messageOf } from './message.ts'
import { options } from './options.ts'
import { unacceptable } from './refuse.ts'
import { Believed } from './replay.ts'
import { signOnAddress } from './request.ts'
import { checkResponse } from './response.ts'
import { certificate, subjectReassignable, weakDigest } from './rules.ts'
import { checkShape } from './signatures.ts'
import { signedAssertion } from './verify.ts'
import { attribute, parse } from './xml.ts'

export default definePlugin({
  summary: 'Any SAML 2.0 identity provider',
  options,
  allow: {
    groups: 'Values of the attribute that attributes.groups names.',
    departments: 'Values of the attribute that attributes.departments names.',
  },
  groups: ({ attributes }) => attributes.groups !== undefined,
  signIn: 'posted',
  console: consoleSteps,
  starter: {
    id: 'company',
    name: { zh: '企业登录', en: 'Company' },
    keys: {
      entityId: 'https://idp.your-company.example/metadata',
      signOnUrl: 'https://idp.your-company.example/sso',
      certificate: { file: './idp.pem' },
      // without any, people are called after the source and a number; names as most providers give them
      attributes: { username: 'uid', displayName: 'displayName', email: 'mail' },
    },
    zh: {
      entityId: '身份提供方的 entityID',
      signOnUrl: '登录地址',
      certificate: '身份提供方的签名证书',
      attributes: '取自断言的哪些属性：名称以身份提供方发放的为准，没有的删去',
    },
  },
  rules: [certificate, weakDigest, subjectReassignable],

  open(options, host) {
    const certificates = readCertificates(options.certificate)
    if (certificates.every(({ until }) => until <= host.now()))
      throw new Error('every certificate of "certificate" has expired')
    const believed = new Believed()
    return {
      check: () => check(options.entityId, certificates, host.now()),
      redirect: {
        post: { state: 'RelayState', longest: { SAMLResponse: 360_000 } },
        start: tx => ({ url: signOnAddress(options, tx, host.now()) }),
        async finish(callback, tx) {
          const form = new URLSearchParams(await callback.text())
          return answered(form.get('SAMLResponse') ?? '', tx)
        },
      },
    }

    /** One check after the other, each on what the one before has left standing. */
    async function answered(posted: string, tx: Transaction): Promise<Identity> {
      const expected = expectedOf(options, tx)
      const message = messageOf(posted)
      const response = await parse(message)
      checkResponse(response, expected)
      const { responseSigned } = checkShape(response, options.allowSha1)
      const now = host.now()
      const signed = { certificates: inForce(certificates, now), expected, responseSigned }
      const assertion = await parse(await signedAssertion(message, signed))
      const { until } = checkAssertion(assertion, expected, now)
      const identity = identityOf(assertion, options)
      if (!believed.first(attribute(assertion, 'ID') ?? '', until, now))
        throw unacceptable('the assertion was used before')
      return identity
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
