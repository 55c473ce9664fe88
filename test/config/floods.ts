import type { PluginReader } from '../../src/config/plugins/reader.ts'
import { head, link, local, source } from './large.ts'
import acme from './plugins/acme/sso-kit.plugin.json' with { type: 'json' }

const alike = 'abcdefghij'.repeat(3)

/** Gives the plugin `./alike` as many keys as a plugin may have: each of a file is like all of them. */
export const reader: PluginReader = {
  isFolder: async path => path.endsWith('/alike'),
  read: async () => Buffer.from(JSON.stringify(manifest)),
  mayRead: () => true,
}

const manifest = {
  ...acme,
  console: [],
  options: {
    properties: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `${alike}${index}`,
        { title: 'T', description: 'D.', 'x-impact': 'trust', type: 'string' },
      ]),
    ),
  },
}

/** Files of about so many bytes, each full of one mistake or of what invites one. */
export function floodsOf(room: number): Readonly<Record<string, () => string>> {
  /** Pieces until the file is full, or there are as many as may be. */
  function fill(
    before: string,
    piece: (index: number) => string,
    after = '',
    most = Number.POSITIVE_INFINITY,
  ): string {
    const pieces: string[] = []
    let left = room - Buffer.byteLength(before + after)
    while (pieces.length < most) {
      const next = piece(pieces.length)
      left -= Buffer.byteLength(next)
      if (left < 0) break
      pieces.push(next)
    }
    return before + pieces.join('') + after
  }

  const times = (count: number, piece: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => piece(index)).join('')

  const apps = (entry: (index: number) => string, most = 2000) =>
    fill(`${head}${local}apps:\n`, index => `  - ${entry(index)}\n`, '', most)
  const sources = (entry: (index: number) => string, after = '') =>
    fill(`${head}sources:\n`, index => `  - ${entry(index)}\n`, after, 500)
  const list = (key: string, entry: (index: number) => string, most: number, before = local) =>
    fill(`${head}${before}${key}:\n`, index => `  - ${entry(index)}\n`, '', most)

  const github = (index: number, more = '', id = `s${index}`) =>
    `{ id: ${id}, type: github, name: G${index}, clientId: x, clientSecret: { env: S${index} }${more} }`
  const oidc = (index: number, more = '') =>
    `{ id: a${index}, type: oidc, name: A${index}, redirectUris: ["https://a${index}.x/cb"], allow: everyone${more} }`
  const grant = (index: number, when: string, more = ', groups: [a]') =>
    `{ id: g${index}, when: ${when}${more} }`

  const manySources = (count: number) => `sources:\n${times(count, source)}`
  const manyApps = (count: number) => `apps:\n${times(count, link)}`
  const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(2)

  return {
    'unknown keys': () =>
      sources(i =>
        github(
          i,
          times(28, k => `, k${k}: z`),
        ),
      ),
    'unknown keys, each another': () =>
      sources(i =>
        github(
          i,
          times(40, k => `, k${i}x${k}: z`),
        ),
      ),
    'unknown keys near known ones': () =>
      sources(i =>
        github(
          i,
          times(30, k => `, clientI${k}: z`),
        ),
      ),
    'long unknown keys': () =>
      sources(i =>
        github(
          i,
          times(6, k => `, ${long}${i}x${k}: z`),
        ),
      ),
    'unknown keys of apps': () =>
      apps(i =>
        oidc(
          i,
          times(8, k => `, k${i}x${k}: z`),
        ),
      ),
    'unknown keys in maps of maps': () =>
      sources(i => github(i, `, sync: {${times(30, k => `k${i}x${k}: z, `)}}`)),
    'unknown keys in conditions': () =>
      list('grants', i => grant(i, `{ ${times(20, k => `k${i}x${k}: z, `)}source: local }`), 1000),
    'unknown keys of a plugin': () =>
      fill(
        `${head}plugins: [./alike]\nsources:\n`,
        i =>
          `  - { id: s${i}, type: acme, name: Acme${times(12, k => `, ${alike.replace('ja', 'jxa')}${i}${k}: z`)} }\n`,
        '',
        499,
      ),
    'words that are no keys': () =>
      sources(i =>
        github(
          i,
          times(900, k => `, w${k}x`),
        ),
      ),
    'words behind secrets': () =>
      sources(i =>
        github(
          i,
          times(200, k => `, secret${k}: abc, w${k}x, v${k}y`),
        ),
      ),
    'secrets without a value': () =>
      sources(i =>
        github(
          i,
          times(900, k => `, secret${k}: `),
        ),
      ),
    'unknown keys of secrets': () =>
      sources(
        i =>
          `{ id: s${i}, type: github, name: G, clientId: x, clientSecret: { ${times(30, k => `k${k}: z, `)}} }`,
      ),
    'unknown keys that sound secret': () =>
      sources(i =>
        github(
          i,
          times(25, k => `, secrit${i}x${k}: z`),
        ),
      ),
    'unknown keys at the top level': () => fill(head + local, i => `k${i}: ${'z'.repeat(200)}\n`, '', 990),
    'keys of another level': () =>
      sources(i =>
        github(
          i,
          ', publicUrl: x, storage: y, department: z, users: true, every: 1h, permissions: 1, baseDir: /, hosts: [a]',
        ),
      ),
    'displaced sections': () => sources(i => github(i, ', apps: , ui: , title: x, grants: ')),
    'missing keys': () => apps(i => `{ id: a${i}, type: oidc }`),
    'no types': () => apps(i => `{ id: a${i}, name: A }`),
    'unknown types': () => apps(i => `{ id: a${i}, type: oidcc${i}, name: A, allow: everyone }`),
    'wrong types': () =>
      apps(
        i =>
          `{ id: a${i}, type: oidc, name: [x], description: { a: b }, enabled: 3, redirectUris: true, allow: 7, scopes: x }`,
      ),
    'wrong types of sources': () =>
      sources(
        i =>
          `{ id: s${i}, type: dingtalk, name: [x], enabled: 3, corpId: {}, clientId: [], clientSecret: 3, edition: [], membership: 3, inApp: x, events: 3, sync: x, allow: 3, autoRegister: x, endpoints: 3, description: [], callbackUrl: 3, mobileApp: x }`,
      ),
    'wrong words': () =>
      sources(
        i =>
          `{ id: s${i}, type: dingtalk, name: "!", edition: x, membership: y, sync: { every: 3, scope: x, guard: y }, autoRegister: { role: admi, onNameCollision: x${i}, permissions: [x${i}, y] }, clientId: "", corpId: "" }`,
      ),
    'wrong forms of values': () =>
      apps(
        i =>
          `{ id: A_${i}, type: oidc, name: "a&b", redirectUris: [x, y, z, "a b"], launchUrl: x, allow: { groups: ["", " "] } }`,
      ),
    'repeated entries': () =>
      apps(
        i =>
          `{ id: a${i}, type: oidc, name: Aa, redirectUris: [${times(25, () => 'https://a.x,')}], allow: everyone }`,
        600,
      ),
    'long lists of misspelt sources': () =>
      apps(
        i =>
          `{ id: a${i}, type: link, name: A, url: "https://a.x", allow: { sources: [${times(900, k => `loca${k},`)}] } }`,
      ),
    'one id': () => apps(i => link(1).slice(4).trimEnd().replace('A1', `A${i}`)),
    'one client': () => apps(i => oidc(i, ', clientId: one')),
    'one redirect URI': () => apps(i => oidc(i).replace(`a${i}.x`, 'a.x')),
    'one domain': () =>
      list(
        'organizations',
        i => `{ id: o${i}, name: Org, domains: [${times(40, k => `a${k}.b,`)}], sources: [local] }`,
        500,
      ),
    'one callback': () => sources(i => github(i, ', callbackUrl: "https://sso.example.com/cb"')),
    'foreign callbacks': () => sources(i => github(i, `, callbackUrl: "https://other.example.com/${i}"`)),
    'addresses of all dangers': () =>
      apps(
        i =>
          `{ id: a${i}, type: oidc, name: Aa, redirectUris: ["http://a/*#", "javascript:x", "https://sso.example.com/*"], allow: everyone }`,
      ),
    'misspelt references among many': () =>
      fill(
        `${head}${manySources(499)}apps:\n`,
        i =>
          `${link(i)
            .trimEnd()
            .replace('everyone', `{ sources: [${times(12, k => `z${i}x${k},`)}] }`)}\n`,
        '',
        2000,
      ),
    'misspelt references among long ones': () =>
      fill(
        `${head}sources:\n${times(400, i => `  - ${github(i, '', `${long}${i}`)}\n`)}apps:\n`,
        i => `${link(i).trimEnd().replace('everyone', `{ sources: [${long}x${i},${long}y${i}] }`)}\n`,
        '',
        2000,
      ),
    'misspelt apps': () =>
      fill(
        `${head}${local}${manyApps(2000)}moved:\n`,
        i => `  - { from: apps.b${i}, to: apps.az${i} }\n`,
        '',
        1000,
      ),
    'misspelt groups': () =>
      fill(
        `${head}${local}grants:\n${times(990, i => `  - ${grant(i, '{ source: local }', `, groups: [group-${i}]`)}\n`)}apps:\n`,
        i =>
          `${link(i)
            .trimEnd()
            .replace('everyone', `{ groups: [${times(5, k => `grop-${i}x${k},`)}] }`)}\n`,
        '',
        2000,
      ),
    'misspelt groups behind aliases': () => {
      const groups = times(800, k => `grop-${k}y, `)
      return fill(
        `${head}${local}grants:\n${times(300, i => `  - ${grant(i, '{ source: local }', `, groups: [group-${i}]`)}\n`)}  - ${grant(300, `&a { group: [${groups}] }`)}\n`,
        i => `  - ${grant(301 + i, '*a')}\n`,
        '',
        46,
      )
    },
    'long misspelt groups that are alike but for a number': () =>
      list('grants', i => grant(i, `{ group: ${long}${long}${i} }`, `, groups: [${long}${long}x${i}]`), 1000),
    'misspelt permissions': () =>
      list(
        'grants',
        i => grant(i, '{ source: local }', `, permissions: [${times(25, k => `webdav_${i}x${k},`)}]`),
        1000,
      ),
    'numbers among permissions': () =>
      list(
        'grants',
        i => grant(i, '{ source: local }', `, permissions: [${times(15, k => `${k}, `)}]`),
        1000,
      ),
    'misspelt fields of all': () =>
      sources(
        i =>
          `{ id: s${i}, type: dingtalk, name: Ding, clientId: x, clientSecret: { env: S${i} }, corpId: ding1, sync: { auto: true, users: true, fields: {${times(12, k => `attributes.a${k}: org_mail${i}x${k}, `)}} } }`,
      ),
    'grants that are never met': () =>
      fill(
        `${head}${manySources(400)}grants:\n`,
        i => `  - ${grant(i, `{ department: d${i} }`)}\n`,
        '',
        1000,
      ),
    'attributes that nobody tells': () =>
      fill(
        `${head}${manySources(400)}grants:\n`,
        i => `  - ${grant(i, `{ attribute: { a${i}: b } }`)}\n`,
        '',
        1000,
      ),
    'conditions in conditions': () =>
      fill(
        `${head}${manySources(400)}grants:\n`,
        i =>
          `  - ${grant(i, `${'{ all: ['.repeat(25)}{ not: { department: [d${i}] } }${'] }'.repeat(25)}`)}\n`,
        '',
        250,
      ),
    'conditions that name every source': () =>
      fill(
        `${head}${manySources(400)}grants:\n`,
        i =>
          `  - ${grant(i, `{ any: [{ source: [${times(400, k => `s${k},`)}] }, { not: { department: [d${i}] } }] }`)}\n`,
        '',
        60,
      ),
    wanderers: () =>
      fill(
        `${head}${local}${manyApps(2000)}moved:\n`,
        i => `  - { from: apps.a${1999 - i}, to: apps.b }\n`,
        '',
        1000,
      ),
    'inline secrets': () => apps(i => oidc(i, `, clientSecret: hunter${i}`)),
    'secrets where none belong': () => apps(i => oidc(i, `, description: ghp_${'a1B2'.repeat(9)}${i}`)),
    'addresses with a password': () => apps(i => oidc(i, `, launchUrl: "https://u:p${i}@x.y/"`)),
    'variables in texts': () => apps(i => oidc(i, `, description: "\${A_${i}}", clientSecret: "\${B_${i}}"`)),
    'odd names of variables': () => apps(i => oidc(i, `, clientSecret: { env: b${i} }`)),
    placeholders: () =>
      apps(i => oidc(i, ', description: CHANGEME, launchUrl: "https://example.com/YOUR_ID"')),
    'roles of Alibaba Cloud': () =>
      fill(
        `${head}${local}apps:\n`,
        i =>
          `  - { id: a${i}, type: alibaba-cloud, name: Aa, sso: role, accountId: "1234567890123456", provider: x, sessionName: x, sessionDuration: 1m, userName: y, domain: z, scim: {}, directory: {}, allow: everyone, roles: [${times(9, () => '{ role: dev },')}] }\n`,
        '',
        2000,
      ),
    'many roles': () =>
      fill(
        `${head}${local}apps:\n`,
        i =>
          `  - { id: a${i}, type: alibaba-cloud, name: Aa, sso: role, accountId: "1234567890123456", provider: x, allow: everyone, roles: [${times(290, k => `{ role: r${k}, when: { source: lcal${k} } },`)}] }\n`,
        '',
        2000,
      ),
    'groups that are given later': () =>
      list(
        'grants',
        i =>
          `{ id: g${i}, when: { group: [${times(20, k => `g${(i * 7 + k * 13) % 990},`)}] }, groups: [${times(10, k => `g${(i + k) % 990},`)}] }`,
        990,
      ),
    'incomplete SAML apps': () => apps(i => `{ id: a${i}, type: saml, name: Aa, allow: everyone }`),
    'SAML apps said twice': () =>
      apps(
        i =>
          `{ id: a${i}, type: saml, name: Aa, entityId: one, acsUrl: "http://x", metadata: { file: ./x }, allow: everyone }`,
      ),
    strangers: () =>
      sources(i => github(i, ', autoRegister: { enabled: true, permissions: [remove, rename, move] }')),
    'plugin rules': () =>
      sources(
        i =>
          `{ id: s${i}, type: dingtalk, name: Ding, clientId: x, clientSecret: { env: S${i} }, corpId: ding1, membership: any, endpoints: { login: "http://x.y", api: "http://x.y", oapi: "http://x.y" }, sync: { auto: false, users: true } }`,
      ),
    'lossy numbers': () =>
      apps(
        i =>
          `{ id: 0${i}, type: oidc, name: 1e9, redirectUris: [0x10, 0o7, 1_000, 12345678901234567890, 1.10, .inf], allow: everyone }`,
      ),
    'unknown tags': () =>
      apps(i => `{ id: !a a${i}, type: !b oidc, name: !c A, redirectUris: [!d x], allow: !e everyone }`),
    'comments that cut': () =>
      fill(
        `${head}${local}apps:\n`,
        i =>
          `  - id: a${i}\n    type: link\n    name: A #b\n    description: c #d\n    url: https://a.x/#e\n    allow: everyone\n`,
        '',
        2000,
      ),
    'merge keys': () =>
      fill(
        `${head}${local}base: &b { type: link }\napps:\n`,
        i => `  - { <<: { type: link }, id: a${i} }\n`,
        '',
        2000,
      ),
    'keys that are there twice': () =>
      apps(
        i =>
          `{ id: a${i}, id: b, id: c, type: link, type: link, name: A, name: B, allow: everyone, allow: everyone }`,
      ),
    'missing spaces': () => apps(i => `{ id:a${i}, type:link, name:A, url:b }`),
    'wide punctuation': () =>
      fill(
        `${head}${local}apps:\n`,
        i => `  - id：a${i}\n    type：link\n    name：“A”\n    allow：everyone ＃x\n`,
        '',
        2000,
      ),
    'wide punctuation in values': () =>
      apps(
        i => `{ id: a${i}, type: oidc, name: “Aa”, enabled: ｛x｝, redirectUris: 【x，y】, allow: ［a］ }`,
      ),
    exceptions: () =>
      fill(
        `${head}${local}apps:\n`,
        i => `  - { id: a${i}, type: link } # sso-kit: ignore[schema/missing-key] so\n`,
        '',
        2000,
      ),
    'exceptions from nothing': () =>
      fill(`${head}${local}`, i => `# sso-kit: ignore[app/same-client] so ${i}\n`),
    'exceptions from no rule': () => fill(`${head}${local}`, i => `# sso-kit: ignore[aps/sme-clint${i}]\n`),
    'exceptions in lists': () =>
      fill(`${head}${local}`, i => `# sso-kit: ignore[${times(30, k => `a/b${i}x${k},`)}]\n`),
    'misspelt exceptions': () => fill(`${head}${local}`, () => '# sso-kit: ignroe[a/b]\n'),
    'exceptions among mistakes': () =>
      fill(
        `${head}sources:\n${times(
          300,
          i =>
            `  - ${github(
              i,
              times(30, k => `, k${k}: z`),
            )}\n`,
        )}`,
        i => `# sso-kit: ignore[schema/unknown-key] so ${i}\n`,
      ),
    'exceptions that look secret': () =>
      fill(`${head}${local}`, i => `# sso-kit: ignore[a/b] secret: ${'a1B2'.repeat(100)}${i}\n`),
    'switched off secrets': () => fill(`${head}${local}`, i => `# clientSecret: abcdef${i}\n`),
    'switched off references': () => fill(`${head}${local}`, i => `# clientSecret: { env: A${i} }\n`),
    'tokens in comments': () => fill(`${head}${local}`, i => `# ghp_${'a1B2'.repeat(6)}${i}\n`),
    'exceptions from secrets in comments': () =>
      fill(`${head}${local}`, i => `# sso-kit: ignore[secret/in-comment]\n# token: a1B2c3${i}\n\n`),
    administrators: () =>
      `${head}${manySources(499)}admins: [${times(100, i => `{ source: s${i}x, subject: x }, `)}]\n`,
    'missing plugins': () => `${head}plugins: [${times(100, i => `./p${i}, `)}]\n${manySources(400)}`,
    'all in one line': () =>
      `${head}${local}apps: [${fill('', i => `${link(i).slice(4).trimEnd().replace(' }', ', foo: 1 }')}, `, '', 1999)}]\n`,
    'wrong words in one line': () =>
      `${head}${local}apps: [${fill('', () => `{ id: A, type: link, name: 1, url: x, allow: z }, `, '', 1999)}]\n`,
    'numbers in one line': () => `${head}${local}foo: [${times(30_000, i => `0${i},`)}]\n`,
    'tags in one line': () => `${head}${local}foo: [${times(20_000, () => '!a b, ')}]\n`,
    'without spaces in one line': () => `${head}${local}foo: [${times(15_000, () => '{ a:b }, ')}]\n`,
    'broken indentation': () => fill(`${head}${local}apps:\n`, () => '  - id: a\n     type: b\n   name: c\n'),
    tabs: () => fill(`${head}${local}apps:\n`, () => '\t- id: a\n\t  type: b\n'),
    'broken in one line': () => `${head}${local}foo: ${times(30_000, () => 'a: b, ')}\n`,
  }
}
