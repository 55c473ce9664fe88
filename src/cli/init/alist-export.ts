import { resolve } from 'node:path'
import { beginningOf } from '../../config/read-file.ts'
import { isRecord } from '../../config/types.ts'
import { Halt } from '../../errors.ts'

/** AList's own words: https://github.com/AlistGo/alist `internal/bootstrap/data/setting.go`. All values are text. */
export type Settings = ReadonlyMap<string, string>

/** What is in a file that came out of AList. */
export interface AlistExport {
  readonly settings: Settings
  /** The file, as an absolute path, where there are secrets in it. */
  readonly secretFile?: string
}

/** A file with AList's settings, in one of the forms of {@link settingsIn}. Throws {@link Halt} where they cannot be read. */
export function readExport(cwd: string, file: string): AlistExport {
  const path = resolve(cwd, file)
  const answer = parsed(textOf(path, file), file)
  const settings = settingsIn(answer, file)
  // the storages of a backup have the passwords of drives
  const isSecret = isBackup(answer) || secretsOf(settings).length > 0
  return { settings, ...(isSecret && { secretFile: path }) }
}

/** What stands behind the keys of secrets, of AList's sign-in and of all else. */
export const secretsOf = (settings: Settings): string[] =>
  [...settings].flatMap(([key, value]) => (ofSecret.test(key) && value !== '' ? [value] : []))

const ofSecret = /secret|password|^token$/

/** AList's answer has some ten KiB. */
const mostBytes = 1024 * 1024

function textOf(path: string, shown: string): string {
  const bytes = bytesOf(path, shown)
  if (bytes.length > mostBytes)
    throw new Halt(`${shown} has more than 1 MiB`, 'give the answer with the settings alone')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    const convert = 'save it as UTF-8; files from Chinese Windows are often GBK: iconv -f GBK -t UTF-8'
    throw new Halt(`${shown} is not UTF-8`, convert, error)
  }
}

function bytesOf(path: string, shown: string): Buffer {
  try {
    return beginningOf(path, mostBytes + 1)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Halt(`${shown} cannot be read (${code})`, 'give the path of a file', error)
  }
}

/** The answer of `GET /api/admin/setting/list?group=7`, its `data` alone, an object of key → value, or a backup. */
function settingsIn(answer: unknown, file: string): Settings {
  // AList answers 200 whatever it says: the code is in the body
  if (isRecord(answer) && typeof answer.code === 'number' && answer.code !== 200)
    throw new Halt(
      `${file} has no settings: AList refused them (code ${answer.code})`,
      `as an administrator, ${help}`,
    )
  if (isBackup(answer) && answer.encrypted)
    throw new Halt(`${file} is an encrypted backup`, 'back up again without a password for the encryption')
  const rows = rowsIn(answer)
  if (rows.some(([key]) => key.startsWith('sso_'))) return new Map(rows)
  throw new Halt(`${file} has no settings of AList's single sign-on`, help)
}

const help = 'save the answer of GET /api/admin/setting/list?group=7 of your AList in it'

/** What AList's page Backup & Restore downloads. Where it is encrypted, the keys of all rows are, too. */
const isBackup = (answer: unknown): answer is Backup => isRecord(answer) && Array.isArray(answer.settings)

interface Backup {
  readonly settings: readonly unknown[]
  /** Empty where the rest can be read. */
  readonly encrypted?: unknown
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Halt(`${file} is not JSON`, help, error)
  }
}

function rowsIn(data: unknown): [string, string][] {
  if (Array.isArray(data))
    return data.flatMap(row => (isRecord(row) ? [[String(row.key), String(row.value ?? '')]] : []))
  if (isBackup(data)) return rowsIn(data.settings)
  if (!isRecord(data)) return []
  if (Array.isArray(data.data)) return rowsIn(data.data)
  return Object.entries(data).map(([key, value]) => [key, String(value ?? '')])
}
