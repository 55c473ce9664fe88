import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What the licences of bundled packages ask for: their texts, of every package that esbuild took something from.
 */
export async function noticesOf({ inputs }, root) {
  const folders = new Set(
    Object.keys(inputs).flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []),
  )
  const notices = await Promise.all([...folders].sort().map(folder => noticeOf(join(root, folder))))
  return `The program contains the following packages, each under its own licence.\n\n${notices.join('\n')}`
}

async function noticeOf(folder) {
  const { name, version, license, repository } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  if (typeof license !== 'string') throw new Error(`${name} does not say what its licence is`)
  const files = (await readdir(folder)).filter(file => /^(licen[cs]e|notice|copying)/i.test(file))
  const texts = await Promise.all(files.sort().map(file => readFile(join(folder, file), 'utf8')))
  const where = `The package has no text of its own; its source is ${repository?.url ?? repository}`
  return [
    '='.repeat(80),
    `${name} ${version} (${license})`,
    '',
    texts.length > 0 ? texts.map(text => text.trim()).join('\n\n') : where,
    '',
  ].join('\n')
}
