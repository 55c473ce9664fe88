import type { Expected } from './expected.ts'
import { unacceptable } from './refuse.ts'

interface Signed {
  certificates: string[]
  expected: Expected
  /** The Response has a signature of its own: then that one must be good, too. */
  responseSigned: boolean
}

/**
 * The bytes of the assertion that a certificate of the file vouches for, by node-saml: nothing outside of them is read
 * any more. What it says is checked by us, on the host's clock and with the host's transaction.
 */
export async function signedAssertion(
  message: string,
  { certificates, expected, responseSigned }: Signed,
): Promise<string> {
  const { SAML } = await import('@node-saml/node-saml')
  const saml = new SAML({
    idpCert: certificates,
    issuer: expected.audience,
    audience: false,
    callbackUrl: expected.recipient,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: responseSigned,
    acceptedClockSkewMs: -1,
    // its own would keep a timer for every sign-in
    cacheProvider: { saveAsync: nothing, getAsync: nothing, removeAsync: nothing },
  })
  const SAMLResponse = Buffer.from(message).toString('base64')
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse }).catch(() => {
    // its sentences quote the answer
    throw unacceptable(
      'the signature is not by a certificate of this source in force, or not over what was sent',
    )
  })
  const assertion = profile?.getAssertionXml?.()
  if (assertion === undefined) throw unacceptable('nothing was signed')
  return assertion
}

const nothing = async (): Promise<null> => null
