import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { largestPicture, pictureKind } from '../../picture.ts'
import type { Draft } from '../draft.ts'
import type { Finding } from '../finding.ts'
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
  if (state.size > largestPicture)
    return told(
      'ui/logo-form',
      `this picture has ${Math.ceil(state.size / 1024)} KiB`,
      `give one of at most ${largestPicture / 1024} KiB`,
    )
  const bytes = read(path)
  if (bytes === undefined)
    return told('ui/logo-missing', 'this picture cannot be read', 'let the user of the server read it')
  return pictureKind(bytes)
    ? []
    : told('ui/logo-form', 'this file is no PNG, SVG or WebP', 'give a picture of one of these kinds')
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
