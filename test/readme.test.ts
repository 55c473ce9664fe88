import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
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

/** What npm packs by itself, and what `files` names. */
const packed = async (): Promise<(path: string) => boolean> => {
  const { files } = JSON.parse(await read('package.json')) as { files: readonly string[] }
  const patterns = ['README*', ...files].map(
    file => new RegExp(`^${file.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(?:/|$)`),
  )
  return path => patterns.some(pattern => pattern.test(path))
}

describe('a page of the package', () => {
  it.each(['README.md', 'README.zh-CN.md', 'docs/apps.md', 'docs/forward-auth.md'])(
    '%s links to what the package has',
    async page => {
      const isPacked = await packed()
      const links = [...(await read(page)).matchAll(/\]\((?![a-z]+:)([^)#]+)/g)].map(([, link = '']) =>
        posix.join(posix.dirname(page), link),
      )
      expect(links.length).toBeGreaterThan(0)
      expect(links.filter(link => !isPacked(link))).toEqual([])
    },
  )
})

describe('the manual of a source', () => {
  it.each(pluginTypes)('%s shows a source that is valid', async type => {
    const [source = ''] = blocks(await read(`plugins/${type}/README.md`), 'yaml')
    const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n${source}`
    const { diagnostics } = await compile(text, { file: 'README.md' })
    expect(diagnostics).toEqual([])
  })
})
