import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from '../../../src/apps/saml/self-signed.ts'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { entityId, letIn, newPair, published, serviceProvider } from './sp.ts'

let site: Site
const folder = mkdtempSync(join(tmpdir(), 'sso-kit-keys-'))
const names = ['old', 'new'] as const

const file = (saml = '', more = '') => `${saml && `keys: { saml: [${saml}] }`}${registering}
sources:${dingtalk}
apps:
  - { id: grafana, type: saml, name: Grafana, entityId: "${entityId}", acsUrl: "https://sp.example.com/acs", allow: everyone${more} }`
const certificate = (name: string) => `{ certificate: { file: ${folder}/${name}.crt } }`
const pair = (name: string) =>
  `{ key: { file: ${folder}/${name}.key }, certificate: { file: ${folder}/${name}.crt } }`

beforeAll(async () => {
  for (const name of names) {
    const made = await newPair()
    writeFileSync(join(folder, `${name}.key`), made.key, { mode: 0o600 })
    writeFileSync(join(folder, `${name}.crt`), made.certificate)
  }
  site = await openSite(file())
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

const base64 = (name: string) =>
  execFileSync('openssl', ['x509', '-in', join(folder, `${name}.crt`), '-outform', 'der']).toString('base64')

/** Whether an app that trusts these certificates alone lets somebody in. */
async function isLetIn(idpCert: string[]): Promise<boolean> {
  const sp = await serviceProvider(site, { idpCert })
  const browser = site.browser()
  await browser.signIn('dingtalk', 'zhangwei')
  const answer = await browser.get(await sp.getAuthorizeUrlAsync('', undefined, {}))
  return letIn(sp, answer).then(
    () => true,
    () => false,
  )
}

describe('keys.saml', () => {
  it('may be absent: a key is made once, and stays', async () => {
    const made = await published(site)
    expect(made).toHaveLength(1)
    await site.restart(file())
    expect(await published(site)).toEqual(made)
    expect(await isLetIn(made)).toBe(true)
  })

  it('lets the next certificate be known before its key signs, and the old one after it did', async () => {
    const made = await published(site)
    await site.restart(file(certificate('old')))
    expect(await published(site)).toEqual([...made, base64('old')])
    expect(await isLetIn(made)).toBe(true)

    await site.restart(file(`${pair('old')}, ${certificate('new')}`))
    expect(await published(site)).toEqual([base64('old'), base64('new')])
    expect([await isLetIn([base64('old')]), await isLetIn([base64('new')])]).toEqual([true, false])

    await site.restart(file(`${certificate('old')}, ${pair('new')}`))
    expect(await published(site)).toEqual([base64('new'), base64('old')])
    expect([await isLetIn([base64('old')]), await isLetIn([base64('new')])]).toEqual([false, true])
    await site.restart(file(pair('new')))
    expect(await published(site)).toEqual([base64('new')])
  })

  it('warns before the certificate ends, and is not served with one that has', async () => {
    const day = 86_400_000
    const made = await selfSigned('short', {
      now: site.clock.now - 3650 * day + 30 * day,
      random: randomBytes,
    })
    const [, key = '', crt = ''] = /^([\s\S]*KEY-----\n)([\s\S]*)$/.exec(made) ?? []
    writeFileSync(join(folder, 'short.key'), key, { mode: 0o600 })
    writeFileSync(join(folder, 'short.crt'), crt)
    await site.restart(file(pair('short')))
    expect(site.log).toContainEqual(expect.objectContaining({ daysLeft: 29 }))
    site.clock.now += 40 * day
    await expect(openAgain(file(pair('short')))).rejects.toThrow('has expired')
    site.clock.now -= 40 * day
  })

  it.each<[what: string, entry: () => string, why: RegExp]>([
    [
      'a key that is another’s',
      () => `{ key: { file: ${folder}/old.key }, certificate: { file: ${folder}/new.crt } }`,
      /not that of the key/,
    ],
    [
      'no key at all',
      () => `{ key: { file: ${folder}/old.crt }, certificate: { file: ${folder}/old.crt } }`,
      /no private key/,
    ],
    ['a file that is not there', () => certificate('none'), /cannot be read/],
  ])('is not served with %s', async (_what, entry, why) => {
    await expect(openAgain(file(entry()))).rejects.toThrow(why)
  })

  it('has no part in the certificate of an app, which is held to the same', async () => {
    const weak = execFileSync(
      'openssl',
      ['req', '-x509', '-nodes', '-newkey', 'rsa:1024', '-subj', '/CN=w', '-keyout', '/dev/null'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    writeFileSync(join(folder, 'weak.crt'), weak)
    const body = file('', `, certificate: { file: ${folder}/weak.crt }`)
    await expect(openAgain(body)).rejects.toThrow(/app "grafana": .*1024 bits/)
  })

  /** A file that does not come up takes nothing with it. */
  async function openAgain(body: string): Promise<void> {
    try {
      await site.restart(body)
    } catch (error) {
      await site.restart(file()).catch(() => {})
      throw error
    }
  }
})
