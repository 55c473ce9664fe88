import { describe, expect, it } from 'vitest'
import { key, stage, strange } from './fixtures/stage.ts'
import { responseXml } from './simulator/response-xml.ts'
import { sign } from './simulator/sign.ts'

/** Anybody who begins a sign-in may post an answer: what is in it must not keep the server from everybody else. */
const certificates = { one: key.certificate, two: `${strange.certificate}\n${key.certificate}` }
const times = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join('')

/** Of a value's four parts, its own three attributes are what OpenSAML and Keycloak write. */
const typed = (value: string) =>
  `<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" ` +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">${value}</saml:AttributeValue>`
const groups = (count: number, value: (text: string) => string) =>
  `<saml:AttributeStatement><saml:Attribute Name="memberOf">` +
  `${times(count, index => value(`10d2dc6d-9dcf-4d27-9b48-${index}`))}</saml:Attribute></saml:AttributeStatement>`
const plain = (value: string) => `<saml:AttributeValue>${value}</saml:AttributeValue>`

const inAdvice = (xml: string) => `<saml:Advice>${xml}</saml:Advice>`

const tooMany: [what: string, xml: string][] = [
  ['elements', times(9_900, () => '<a/>')],
  ['elements where they may be', inAdvice(times(9_900, () => '<a/>'))],
  ['elements of SAML', groups(2_000, plain)],
  ['elements with attributes', inAdvice(times(9_000, index => `<a x="${index}"/>`))],
  ['attributes', inAdvice(`<a${times(20_000, index => ` a${index}=''`)}/>`)],
  ['attributes, oddly spaced', inAdvice(`<a${times(20_000, index => ` a${index} = ""`)}/>`)],
  [
    'namespaces',
    inAdvice(`<a${times(5_000, index => ` xmlns:a${index}="u"`)}>${times(5_000, () => '<a/>')}</a>`),
  ],
]

/** What the parser would pass over. */
const illFormed: [what: string, xml: string][] = [
  ['ends of nothing', times(50_000, () => '</a>')],
  ['ampersands alone', inAdvice(`<a>${times(100_000, () => '& ')}</a>`)],
  ['an entity that nobody has declared', inAdvice('<a>&foo;</a>')],
]

/** As much as is let through to the signature's check. */
const most: [what: string, xml: string][] = [
  ['elements', inAdvice(times(900, () => '<a/>'))],
  ['elements of SAML', groups(900, plain)],
  ['elements with attributes', inAdvice(times(450, index => `<a x="${index}"/>`))],
  ['attributes', inAdvice(`<a${times(900, index => ` a${index}=""`)}/>`)],
  [
    'namespaces',
    inAdvice(`<a${times(450, index => ` xmlns:a${index}="u"`)}>${times(450, () => '<a/>')}</a>`),
  ],
  [
    'namespaces, one in the other',
    inAdvice(
      times(50, depth => `<a${times(17, index => ` xmlns:n${depth}x${index}="u"`)}>`) +
        times(50, () => '</a>'),
    ),
  ],
  ['text', groups(1, () => plain(times(40_000, () => '&amp;')))],
]

/** A signature that was good before something came into the assertion. */
async function stuffed(at: ReturnType<typeof stage>, xml: string): Promise<string> {
  const whole = await at.signed()
  return whole.replace('</saml:Assertion>', `${xml}</saml:Assertion>`)
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1_000_000
}

describe.each(Object.entries(certificates))(
  'with %s certificate(s), an answer that has',
  (_, certificate) => {
    it.each(tooMany)('too many %s is refused at once', async (_what, xml) => {
      const at = stage({ certificate })
      const answer = await stuffed(at, xml)
      expect(await seconds(() => at.refusal(answer))).toBeLessThan(0.5)
      expect((await at.refusal(answer)).cause).toMatch(/more than 1000 elements and attributes/)
    })

    it.each(illFormed)('%s is no XML', async (_what, xml) => {
      const at = stage({ certificate })
      const answer = await stuffed(at, xml)
      expect(await seconds(() => at.refusal(answer))).toBeLessThan(0.5)
      expect((await at.refusal(answer)).cause).toMatch(/no well-formed XML/)
    })

    it.each(most)('as many %s as may be is judged, and soon', async (_what, xml) => {
      const at = stage({ certificate })
      const answer = await stuffed(at, xml)
      expect(await seconds(() => at.refusal(answer))).toBeLessThan(1)
      expect((await at.refusal(answer)).cause).toMatch(/signature is not by a certificate/)
    })
  },
)

it('a list of prefixes without end is soon judged', async () => {
  const at = stage()
  const prefixes = times(20_000, index => `p${index} `)
  const list = `<i:InclusiveNamespaces xmlns:i="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${prefixes}"/>`
  const answer = (await stuffed(at, inAdvice(times(800, () => '<a/>')))).replace(
    /(<ds:Transform Algorithm="[^"]*exc-c14n#")\/>/,
    `$1>${list}</ds:Transform>`,
  )
  expect(answer).toContain(prefixes)
  expect(await seconds(() => at.refusal(answer))).toBeLessThan(1)
})

describe('people of many groups get in:', () => {
  it.each([
    ['150, as Microsoft sends them', 150, plain],
    ['800, as AD FS sends them', 800, plain],
    ['200, each with its type', 200, typed],
  ])('%s', async (_, count, value) => {
    const at = stage()
    const answer = await at.signed(xml =>
      xml.replace(/<saml:AttributeStatement>.*<\/saml:AttributeStatement>/, groups(count, value)),
    )
    expect((await at.post(answer)).groups).toHaveLength(count)
  })
})

describe('an element that is not of SAML', () => {
  const put = (where: string, xml: string) => (whole: string) => whole.replace(where, `${xml}${where}`)
  it.each([
    ['in the assertion', put('</saml:Assertion>', '<a/>')],
    ['in the response', put('<samlp:Status>', '<a xmlns="urn:a"/>')],
    ['beside the name', put('</saml:Subject>', '<a/>')],
    ['among the attributes', put('</saml:AttributeStatement>', '<a/>')],
    [
      'in an element of SAML that is where anything may be',
      put('</saml:Assertion>', inAdvice('<saml:b><a/></saml:b>')),
    ],
  ])('is refused %s', async (_, change) => {
    const at = stage()
    expect((await at.refusal(await at.signed(change))).cause).toMatch(/has an element that is not of SAML/)
  })

  it.each([
    ['advice', put('</saml:Assertion>', inAdvice('<a><b/></a>'))],
    ['extensions', put('<samlp:Status>', '<samlp:Extensions><a/></samlp:Extensions>')],
    ['a value', put('</saml:Attribute>', '<saml:AttributeValue><a/></saml:AttributeValue>')],
  ])('may be in %s', async (_, change) => {
    const at = stage()
    expect(await at.post(await at.signed(change))).toMatchObject({ subject: 'eve' })
  })

  it('may say which prefixes count', async () => {
    const at = stage()
    const inclusive =
      '<i:InclusiveNamespaces xmlns:i="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="xs"/>'
    const answer = (await sign(responseXml(at.answer()), '_assertion', key)).replace(
      /(<ds:Transform Algorithm="[^"]*exc-c14n#")\/>/,
      `$1>${inclusive}</ds:Transform>`,
    )
    // what is signed has changed, so this one is wrong: but not for its shape
    expect((await at.refusal(answer)).cause).toMatch(/signature is not by a certificate/)
  })
})
