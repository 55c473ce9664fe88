import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes the folder and those above it, for this user only: password records and keys live here. Not `mkdir` with
 * `recursive`: Node tries for ever where a folder can hold nothing new, as in /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  const above = dirname(folder)
  try {
    if (above !== folder && !(await exists(above))) await makeFolder(above)
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    // somebody was quicker
    if (!(await isFolder(folder))) throw error
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  )

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
