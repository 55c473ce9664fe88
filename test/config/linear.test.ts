import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { head, lines, link, local, source } from './large.ts'

const long = 'x'.repeat(55)

/** What every entry gets wrong, in files of n entries: twice as many may take twice as long, not four times. */
const mistakes: Readonly<Record<string, (number: number) => string>> = {
  'an unknown key': n => `${local}apps:\n${lines(n, i => link(i).replace(' }', ', foo: 1 }'))}`,
  'a missing key': n => `${local}apps:\n${lines(n, i => link(i).replace('url: "https://a.x", ', ''))}`,
  'four wrong values': n =>
    `${local}apps:\n${lines(n, i => `  - { id: A${i}, type: link, name: 1, url: x, allow: all }\n`)}`,
  'an unknown type': n => `${local}apps:\n${lines(n, i => link(i).replace('link', 'lnk'))}`,
  'one id': n => `${local}apps:\n${lines(n, () => link(1))}`,
  'a source that is not there': n =>
    `${local}apps:\n${lines(n, i => link(i).replace('everyone', `{ sources: [${long}${i}] }`))}`,
  'a group that nobody is in': n =>
    `${local}grants:\n${lines(n / 4, i => `  - { id: g${i}, when: { group: ${long}a${i} }, groups: [${long}b${i}] }\n`)}`,
  'a dangerous address': n =>
    `${local}apps:\n${lines(n, i => `  - { id: a${i}, type: oidc, name: Aa, redirectUris: ["http://a/*#"], allow: everyone }\n`)}`,
  'one host': n =>
    `${local}apps:\n${lines(n, i => `  - { id: a${i}, type: forward-auth, name: Aa, hosts: [a.x], allow: everyone }\n`)}`,
  'one callback': n =>
    `sources:\n${lines(n / 4, i => source(i).replace(' }\n', ', callbackUrl: "https://sso.example.com/cb" }\n'))}`,
  'one place to move from': n =>
    `${local}moved:\n${lines(n / 2, () => '  - { from: apps.a, to: apps.b }\n')}`,
  'a key at the top level': n => `${local}${lines(n / 4, i => `key${i}: x\n`)}`,
  'one domain': n =>
    `${local}organizations:\n${lines(n / 4, i => `  - { id: o${i}, name: Org, domains: [a.b], sources: [local] }\n`)}`,
  'an exception': n =>
    `${local}apps:\n${lines(n, i => `${link(i).trimEnd()} # sso-kit: ignore[app/same-client] so\n`)}`,
}

describe('thousands of entries with the same mistake are judged in linear time:', () => {
  const cpu = async (text: string) => {
    const begun = process.cpuUsage()
    await compile(text, { file: 'x.yaml' })
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }

  test.each(Object.entries(mistakes))('%s', async (_what, file) => {
    // the compiler of the language itself takes its time at first
    await cpu(head + file(200))
    const large = await cpu(head + file(2_000))
    expect(large).toBeLessThan(4_000)
    if (large < 500) return
    // linear is 4, quadratic 16
    expect(large).toBeLessThan((await cpu(head + file(500))) * 10)
  })
})
