import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { selfSigned } from '../src/apps/saml/self-signed.ts'
import { hasPrivateKey, readAnyCertificates } from '../src/certificates.ts'

const made = await selfSigned('made', { now: Date.UTC(2026, 10, 27), random: randomBytes })
const [certificate = ''] = /-----BEGIN CERTIFICATE[\s\S]+/.exec(made) ?? []
const none = 'there is no certificate in PEM form'
const begins = (label: string) => `-----BEGIN ${label}-----\n`
const ends = (label: string) => `-----END ${label}-----\n`

describe('of a PEM text', () => {
  test.each([
    ['a block without an end is passed over', `${begins('A')}${certificate}`, 1],
    ['an end without a beginning, too', `${ends('CERTIFICATE')}${certificate}`, 1],
    ['what is inside of another block is not looked at', `${begins('A')}${certificate}${ends('A')}`, none],
    ['every block is looked at', `${certificate}between\n${certificate}`, 2],
    [
      'a beginning within a block is part of it',
      `${begins('CERTIFICATE')}${certificate}`,
      'the certificate cannot be read',
    ],
  ])('%s', (_, text, found) => {
    const count = () => readAnyCertificates(text).length
    if (typeof found === 'number') expect(count()).toBe(found)
    else expect(count).toThrow(found)
  })

  // the square of these lengths would take minutes, and the test run into its limit
  test.each([
    ['of one label', begins('A').repeat(400_000)],
    ['of many labels', Array.from({ length: 300_000 }, (_, i) => begins(`A${i}`)).join('')],
    ['in front of ends of other labels', `${begins('A').repeat(200_000)}${ends('B').repeat(200_000)}`],
  ])('a great many beginnings %s are read in one pass', (_, text) => {
    expect(() => readAnyCertificates(text)).toThrow(none)
    expect(hasPrivateKey(text)).toBe(false)
  })
})
