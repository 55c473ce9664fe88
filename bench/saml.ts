/**
 * `npm run bench:saml`: assertions a second on one core, signed inside and around, built by what `serve` builds them
 * with; beside them what RSA alone takes, and how long a signed request takes to be checked.
 */
import { randomBytes, sign } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { readAuthnRequest } from '../src/apps/saml/authn-request.ts'
import { receivedByPost } from '../src/apps/saml/received.ts'
import { successXml } from '../src/apps/saml/response.ts'
import { selfSigned } from '../src/apps/saml/self-signed.ts'
import { readPair } from '../src/certificates.ts'

const now = Date.now()
const pem = await selfSigned('bench', { now, random: randomBytes })
const pair = readPair(pem, pem)
const acsUrl = 'https://sp.example.com/acs'
const answer = { issuer: 'https://sso.example.com/saml/metadata', acsUrl, now, random: randomBytes, pair }
const assertion = {
  audience: 'https://sp.example.com',
  nameId: { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', value: 'x'.repeat(43) },
  attributes: {
    username: ['张伟'],
    mail: ['zhangwei@example.com'],
    groups: ['staff', 'developers', 'on-call', 'readers'],
  },
  provedAt: now,
  sessionIndex: `_${'0'.repeat(40)}`,
  context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
}

/** A second of processor time, whoever else has the machine. */
function aSecond(act: () => unknown): number {
  for (let n = 0; n < 50; n += 1) act()
  const begun = process.cpuUsage()
  let times = 0
  for (;;) {
    for (let n = 0; n < 20; n += 1) act()
    times += 20
    const { user, system } = process.cpuUsage(begun)
    const seconds = (user + system) / 1e6
    if (seconds > 2) return Math.round(times / seconds)
  }
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const signer = new SignedXml({
  privateKey: pem,
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  canonicalizationAlgorithm: exclusive,
})
signer.addReference({
  xpath: '/*',
  transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive],
  digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
})
signer.computeSignature(
  `<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" IssueInstant="${new Date(now).toISOString()}"><a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">sp</a:Issuer></p:AuthnRequest>`,
)
const SAMLRequest = Buffer.from(signer.getSignedXml()).toString('base64')
const sp = {
  entityId: 'sp',
  acs: [{ url: acsUrl }],
  certificates: [pair.certificate.pem],
  signsRequests: true,
} as const

const one = aSecond(() => successXml(answer, assertion, false))
const rows: [what: string, times: number][] = [
  ['RSA-SHA256 alone, 2048 bits', aSecond(() => sign('sha256', randomBytes(64), pair.key))],
  ['assertion signed (goal 500)', one],
  ['assertion and response signed', aSecond(() => successXml(answer, assertion, true))],
  [
    'signed request read and verified',
    aSecond(() =>
      readAuthnRequest(receivedByPost({ SAMLRequest }, 'SAMLRequest').root(sp, true), {
        ...{ sp, here: [], now },
      }),
    ),
  ],
]
for (const [what, times] of rows) console.log(`${what.padEnd(36)}${String(times).padStart(6)} a second`)
process.exit(one >= 500 ? 0 : 1)
