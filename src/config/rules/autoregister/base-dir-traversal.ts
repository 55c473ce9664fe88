import type { Rule } from '../rule.ts'

/** A base folder confines people: nothing in it may lead out again. */
export const baseDirTraversal: Rule = ({ autoRegisters, grants }) =>
  [...autoRegisters, ...grants].flatMap(({ at, value: { baseDir = '/' } }) => {
    const told = traversal(baseDir) ?? placeholder(baseDir)
    return told === undefined ? [] : [{ at: [...at, 'baseDir'], ...told }]
  })

function traversal(folder: string) {
  const isSteps = folder.split('/').some(part => part === '..' || part === '.')
  if (!isSteps && !folder.includes('\\')) return undefined
  return {
    message: '"baseDir" can lead out of the folder it names',
    label: isSteps ? '"." and ".." are not allowed' : 'a backslash is not allowed',
    help: 'write a plain path from the root, such as /staff',
  }
}

function placeholder(folder: string) {
  if (!/[{}]/.test(folder)) return undefined
  const [, above = '/staff'] = /^((?:\/[\w-]+)+)\/[^/]*[{}]/.exec(folder) ?? []
  return {
    message: '"baseDir" is the same folder for everybody: nothing is put in for placeholders here',
    help: `write baseDir: ${above}; another folder for some of them is said by a grant`,
  }
}
