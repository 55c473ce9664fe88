import type { DraftSource } from '../draft.ts'

/** An entry of `departments` that is no id and no name. */
export const isPath = (entry: string): boolean => entry.startsWith('/')

/** With a name after every slash; the top of a directory alone, which some of them call "/", is one. */
export const isWholePath = (path: string): boolean => !/\/\/|.\/$/.test(path.replace(/\\./gs, 'x'))

/** A directory that is read in part does not tell what lies above the part: paths are told by sign-ins alone. */
export const isBeyondScope = (plugin: DraftSource['plugin'], sync: DraftSource['host']['sync']): boolean =>
  plugin.allow?.departments !== undefined && sync !== undefined && sync.scope !== 'all'
