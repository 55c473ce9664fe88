import { emptySide, readSide } from '../../../src/cli/diff/side.ts'
import type { Side } from '../../../src/config/diff/difference.ts'
import { type Report, report } from '../../../src/config/diff/report.ts'
import { disk } from '../../../src/config/plugins/reader.ts'

/** A file that changes are made to: a bit of everything. */
export const base = `version: 1
publicUrl: https://sso.example.com
server: { trustedProxies: [127.0.0.1/32] }
session: { idle: 30m, lifetime: 8h }
keys: { cookie: [{ env: COOKIE_NEW }, { env: COOKIE_OLD }] }
admins: [{ source: corp, subject: u1 }]
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read, webdav_manage] }
sources:
  - id: corp
    type: dingtalk
    name: Corp
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: CORP_SECRET }
    events: { aesKey: { env: CORP_AES_KEY }, token: { env: CORP_TOKEN } }
    sync: { every: 12h, scope: { departments: ["1", "2"] } }
  - id: github
    type: github
    name: GitHub
    clientId: Ov23liExample0123456
    clientSecret: { env: GITHUB_SECRET }
    allow: { organizations: [example, acme] }
    autoRegister: { enabled: false }
  - { id: local, type: local, name: Password }
grants:
  - { id: rd, when: { source: corp, department: [研发部] }, groups: [developers], permissions: [write], baseDir: /rd }
  - { id: ops, when: { title: 运维 }, groups: [operators] }
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_SECRET }
    redirectUris: [https://wiki.example.com/cb]
    allow: { groups: [developers] }
  - id: aliyun
    type: alibaba-cloud
    name: Aliyun
    site: china
    sso: role
    accountId: "1234567890123456"
    roles: [{ role: dev, when: { group: developers } }]
    allow: everyone
`

/** The base with parts of it replaced. Throws where a part is not in it: the case would change nothing. */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the base has no ${from}`)
    return text.replace(from, () => to)
  }, base)
}

export async function side(text: string, file = 'sso.config.yaml'): Promise<Side> {
  const operand = { label: file, commit: null, path: file, sources: [{ file, input: text }], reader: disk }
  const read = await readSide(operand, undefined)
  if (read.side === undefined) throw new Error(read.errors.map(({ message }) => message).join('\n'))
  return read.side
}

export const reportOf = async (before: string, after: string, file?: string): Promise<Report> =>
  report({ base: await side(before, file), head: await side(after, file) })

/** The report on a file that is new. */
export async function reportOnNew(text: string): Promise<Report> {
  const head = await side(text)
  return report({ base: await emptySide(head.config), head })
}

/** `critical grant remove sources[github].allow`, findings as `critical diff/public-auto-register sources[github]`. */
export const lines = ({ changes, findings }: Report): string[] => [
  ...findings.map(({ level, id, path }) => `${level} ${id} ${path}`),
  ...changes.map(one => `${one.level} ${one.class} ${one.op} ${one.path}`),
]
