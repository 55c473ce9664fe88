import type { Told } from './other-file.ts'

/** Lines of an old Mac: to YAML they are lines, to whoever counts them the file is one. */
export function carriageReturns(text: string): Told | undefined {
  const said = text.trimEnd()
  const at = said.indexOf('\r')
  if (at === -1 || said.includes('\n')) return undefined
  return {
    on: [at, at + 1],
    message: 'the lines end in CR alone',
    help: "save the file with LF line ends: tr '\\r' '\\n' < old.yaml > new.yaml",
  }
}
