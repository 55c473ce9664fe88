import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    name: GitHub
`
/** What a frame shows of a line with this comment. */
async function shown(comment: string, more = ''): Promise<string> {
  const line = `    type: githb # ${comment}`
  const { files } = await compile(`${head}${line}\n${more}`, { file: 'x.yaml' })
  return files.get('x.yaml')?.text ?? ''
}

describe('a password behind a word for it is not shown, without a colon either:', () => {
  it.each([
    ['密码 ', 'ZkvqXrTbNwLp'],
    ['密码', 'ZkvqXrTbNwLp'],
    ['口令 旧的 ', 'ZkvqXrTbNwLp'],
    ['pw ', 'ZkvqXrTbNwLp'],
    ['pw ', 'qwErTy'],
    ['pw ', 'K8x!'],
    ['pw ', 'Kx#8m!'],
    ['pw ', 'p@ss'],
    ['the pass of the admin ', 'Zk!vq'],
    ['the old secret was ', 'zkvqxrtbn'],
    ['AppSecret ', '"ZkvqXrTb".'],
    ['access token ', 'q=Zk&m'],
    // names of words are passwords, too
    ['password ', 'Sunshine-24'],
    ['密码 ', 'Welcome_2024'],
    ['token ', 'Acme_2024_Prod'],
    ['the password is ', 'Dragon-Fly-7'],
    ['password ', '夏天24abc'],
  ])('# %s%s', async (words, secret) => {
    const text = await shown(words + secret)
    expect(text).not.toContain(secret.replace(/["'.]/g, ''))
    expect(text).toContain(`type: githb # ${words}`)
  })

  it('nor in a file that is no YAML', async () => {
    expect(await shown('pw ZkvqXrTbNwLp', 'ui: [\n')).not.toContain('ZkvqXrTbNwLp')
  })
})

describe('what is said of secrets is shown:', () => {
  it.each([
    'the secret is rotated weekly',
    'access token v1, password policy v2 applies',
    'see secret #42 of @zhangsan',
    'the key of ops@example.com since Q3',
    'password sign-in for admins',
    'the token of GitHub, from the developer settings',
    'passwords are checked by OpenLDAP or PostgreSQL',
    'the secret of the app is in clientSecret',
    'token lifetime 30m, RS256, OAuth2',
    'ask it-help@example.com for the password, or li@example.com',
    'password reset at https://door.example.com/reset',
    'the secret comes from GITHUB_CLIENT_SECRET',
    'the secret is in ./secrets/github',
    '密码 每月 更换',
    '密码登录：管理员用',
    'the passport of eMail users',
    'the secret of WeCom',
    'the token for phpMyAdmin, over MySQL',
    'pass it on to R&D',
  ])('# %s', async comment => {
    expect(await shown(comment)).toContain(`# ${comment}\n`)
  })
})
