import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

const own = (spaces: number) => `write it on a line of its own, with ${spaces} spaces before it`

/** The break between two lines is gone, or is in the middle of a comment. */
eachSlip(site, [
  ['enabled: true\n  baseDir', 'enabled: truebaseDir', own(2)],
  ['type: github\n    name', 'type: githubname', own(4)],
  ['Ov23liAbCdEfGhIjKlMn\n    clientSecret', 'Ov23liAbCdEfGhIjKlMnclientSecret', own(4)],
  ['Ov23liAbCdEfGhIjKlMn\n    clientSecret', 'Ov23liAbCdEfGhIjKlMn clientSecret', own(4)],
  ['listen: 0.0.0.0:8080\n  trusted', 'listen: 0.0.0.0:8080trusted', own(2)],
  ['server:\n  listen', 'server:listen', own(2)],
  ['server:\n  listen', 'server: listen', own(2)],
  [
    'token: { env: DINGTALK_EVENT_TOKEN }\n    sync:\n',
    'token: { env: DINGTALK_EVENT_TOKEN } sync:\n',
    own(4),
  ],
  ['https://sso.example.com\nserver:\n', 'https://sso.example.comserver:\n', 'write it on a line of its own'],
])

const comment = (rest: string) => `listen: 0.0.0.0:8080 # behind a proxy${rest}`

eachSlip(site.replace('listen: 0.0.0.0:8080', comment(' that ends TLS')), [
  ['that ends TLS', 'that\n  ends TLS', 'write "# " before it', 'that\n  # ends TLS'],
  ['that ends TLS', 'that\nends TLS', 'write "# " before it', 'that\n# ends TLS'],
])

test('a value below its key is no rest of a comment', async () => {
  const text = site.replace('name: Wiki\n', 'name: # of the portal\n    Wiki\n')
  expect((await find(text)).map(({ help }) => help)).toEqual(['write 6 spaces before it'])
})
