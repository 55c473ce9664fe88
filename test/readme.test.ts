import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { compile } from '../src/config/compile.ts'
import { pluginTypes } from '../src/plugins.ts'

const read = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, body = '']) => body)

describe('the README', () => {
  it('shows a file that is valid', async () => {
    const [file = ''] = blocks(await read('README.md'), 'yaml')
    const { diagnostics } = await compile(file, { file: 'README.md' })
    expect(diagnostics).toEqual([])
  })

  it('gives the test command that CI runs', async () => {
    const command = 'npm ci && npm test'
    expect(blocks(await read('README.md'), 'sh').map(block => block.trim())).toContain(command)
    expect((await read('.ci/run')).split('\n')).toContain(command)
  })

  it('names a script that is there', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
    expect(blocks(await read('README.md'), 'sh').map(block => block.trim())).toContain(
      'npm ci && npm run sandbox',
    )
    expect(scripts.sandbox).toContain('serve --sandbox')
  })
})

describe('the manual of a source', () => {
  it.each(pluginTypes)('%s shows a source that is valid', async type => {
    const [source = ''] = blocks(await read(`plugins/${type}/README.md`), 'yaml')
    const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n${source}`
    const { diagnostics } = await compile(text, { file: 'README.md' })
    expect(diagnostics).toEqual([])
  })
})
