import type { Rule } from '../rule.ts'

/** A base folder confines people: nothing in it may lead out again. */
export const baseDirTraversal: Rule = ({ autoRegisters, grants }) =>
  [...autoRegisters, ...grants].flatMap(({ at, value: { baseDir = '/' } }) => {
    const reason = traversal(baseDir)
    if (reason === undefined) return []
    return [
      {
        at: [...at, 'baseDir'],
        message: '"baseDir" can lead out of the folder it names',
        label: reason,
        help: 'write a plain path from the root, such as /staff',
      },
    ]
  })

function traversal(folder: string): string | undefined {
  if (folder.split('/').some(part => part === '..' || part === '.')) return '"." and ".." are not allowed'
  if (folder.includes('\\')) return 'a backslash is not allowed'
  return /[{}]/.test(folder) ? 'placeholders are not supported' : undefined
}
