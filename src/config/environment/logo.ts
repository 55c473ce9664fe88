import { resolve } from 'node:path'
import { largestPicture, pictureKind } from '../../picture.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
import { beginningOf } from '../read-file.ts'
import type { Looking } from './looking.ts'
import { stateOf } from './there.ts'

/** The one file beside secrets that a server does not start without. */
export function wrongLogo({ root: { ui } }: Draft, { folder }: Looking): Finding[] {
  if (ui?.logo === undefined) return []
  const told = (rule: string, message: string, help: string): Finding[] => [
    { rule, severity: 'error', at: ['ui', 'logo'], message, help },
  ]
  const path = resolve(folder, ui.logo)
  const state = stateOf(path)
  if (!state?.isFile())
    return told('ui/logo-missing', 'this picture is not there', 'put it there, or correct the path')
  const tooLarge = (size: string) =>
    told('ui/logo-form', `this picture has ${size} KiB`, `give one of at most ${largestPicture / 1024} KiB`)
  if (state.size > largestPicture) return tooLarge(String(Math.ceil(state.size / 1024)))
  const bytes = read(path)
  // a file that the kernel makes up has a size of 0
  if (bytes && bytes.length > largestPicture) return tooLarge(`more than ${largestPicture / 1024}`)
  if (bytes === undefined)
    return told('ui/logo-missing', 'this picture cannot be read', 'let the user of the server read it')
  return pictureKind(bytes)
    ? []
    : told('ui/logo-form', 'this file is no PNG, SVG or WebP', 'give a picture of one of these kinds')
}

function read(path: string): Buffer | undefined {
  try {
    return beginningOf(path, largestPicture + 1)
  } catch {
    return undefined
  }
}
