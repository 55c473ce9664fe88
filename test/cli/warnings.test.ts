import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const file = `version: 1
publicUrl: https://sso.your-company.example
sources:
  - { id: github, type: github, name: GitHub, clientId: 0a1b2c3d4e5f60718293, clientSecret: { env: GITHUB }, allow: { organizations: [your-organization] } }
`
const cwd = makeFolder({ 'sso.config.yaml': file, 'bad.yaml': file.replace('name:', 'nmae:') })
const say = (...args: string[]) => command(args, { cwd })

describe('the warnings of a file that is only read', () => {
  it('are a number for people, and validate has them', async () => {
    const { code, stderr } = await say('print')
    expect([code, stderr]).toEqual([0, `2 warnings in sso.config.yaml: sso-kit validate tells more\n`])
    expect((await say('validate', '--format', 'concise')).stdout.match(/warning\[/g)).toHaveLength(2)
  })

  it('are told by urls without the placeholders, which it is there to replace', async () => {
    expect((await say('urls')).stderr).toBe('')
  })

  it('are no matter of permissions, which asks for the profile alone', async () => {
    const { stdout, stderr } = await say('permissions', '768')
    expect([stdout.split('\n')[0], stderr]).toEqual(['768 = webdav_read + webdav_manage   (alist-3.22)', ''])
  })

  it('stand beside the errors where there is one', async () => {
    const { code, stderr } = await say('print', '-c', 'bad.yaml')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error\[schema\//m)
  })
})
