import { expect, it } from 'vitest'
import { emailsOf, vouchedEmail } from '../../src/accounts/email.ts'
import { addressOf, factsBeside, factsOf, noFacts } from '../../src/accounts/facts.ts'
import type { Person } from '../../src/accounts/person.ts'
import { identityOf } from '../../src/directory/mapping.ts'

const who = (
  email: string | null,
  proved: readonly (string | null)[] = [],
  manualEmail: string | null = null,
) =>
  ({
    account: { id: `${email} ${proved.join()}`, email, manualEmail },
    identities: proved.map(one => ({ ...noFacts, source: 'one', email: one })),
  }) as unknown as Person

it.each<[why: string, person: Person, expected: string | undefined]>([
  ['proved', who('a@example.com', [null, 'a@example.com']), 'a@example.com'],
  ['proved, in other letters of the domain', who('a@EXAMPLE.com', ['a@example.com']), 'a@EXAMPLE.com'],
  ['another of the domain is proved', who('cfo@example.com', ['a@example.com']), undefined],
  ['other letters before the @', who('A@example.com', ['a@example.com']), undefined],
  ['nothing is proved', who('a@example.com', [null]), undefined],
  ['nobody says anything', who('a@example.com'), undefined],
  ['set by an administrator', who('a@example.com', [], 'a@example.com'), 'a@example.com'],
  ['another one was set before', who('a@example.com', [], 'b@example.com'), undefined],
  ['there is none', who(null, [null]), undefined],
  ['proved, with a letter beyond ASCII', who('ärne@example.com', ['ärne@example.com']), undefined],
  ['the same by an administrator', who('ärne@example.com', [], 'ärne@example.com'), undefined],
  ['in a domain beyond ASCII', who('a@exämple.com', ['a@exämple.com']), undefined],
  ['the sign of the Kelvin', who('\u212aarl@example.com', ['\u212aarl@example.com']), undefined],
  ['a line break in it', who('a\n@example.com', ['a\n@example.com']), undefined],
])('an address counts or not: %s', (_, person, expected) => {
  expect(vouchedEmail(person)).toBe(expected)
})

it('only those for whom it counts have an address, whatever others claim', () => {
  const people = [
    who('a@b.example', ['a@b.example']),
    who('A@b.example'),
    who('c@b.example', ['c@b.example']),
  ]
  expect([...emailsOf(people).values()]).toEqual([
    { value: 'a@b.example', isTheirs: true },
    { value: 'c@b.example', isTheirs: true },
  ])
  const shared = [who('a@b.example', ['a@b.example']), who('A@b.example', ['A@b.example'])]
  expect([...emailsOf(shared).values()].map(({ isTheirs }) => isTheirs)).toEqual([false, false])
})

it.each([
  ['Ann@EXAMPLE.com', 'Ann@example.com'],
  ['"a@b"@Example.com', '"a@b"@example.com'],
  ['example.com', null],
  [undefined, null],
])('addresses are compared with their domain in lower case: %s', (email, expected) => {
  expect(addressOf(email)).toBe(expected)
})

const member = {
  ...{ issuer: 'i', subject: 's', directoryId: 'd', departments: [], claims: {} },
  ...{ email: 'a@corp.example', emailAssigned: true },
  fields: { email: 'me@home.example', org_email: 'a@corp.example' },
}

const admitted = (...member: Parameters<typeof identityOf>) => ({
  ...identityOf(...member),
  public: false,
  directory: false,
})

it('of a directory, the address of the organisation counts, and no personal one in its place', () => {
  expect(factsOf(admitted(member)).email).toBe('a@corp.example')
  expect(factsOf(admitted(member, { email: 'org_email' })).email).toBe('a@corp.example')
  expect(factsOf(admitted(member, { email: 'email' })).email).toBeNull()
  const { emailAssigned: _, ...unsaid } = member
  expect(factsOf(admitted(unsaid)).email).toBeNull()
  // it proves nothing of the domain: that is for conditions
  expect(factsOf(admitted(member)).domain).toBeNull()
})

it('a sign-in does not say anew what the directory has said of the address', () => {
  const identity = {
    issuer: 'i',
    subject: 's',
    claims: {},
    email: 'x@y.example',
    emailVerified: true,
    public: false,
    directory: false,
  }
  expect(factsBeside(factsOf(admitted(member)), {}, identity).email).toBe('a@corp.example')
})
