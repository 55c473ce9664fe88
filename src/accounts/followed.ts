import type { SourceConfig } from '../config/config.ts'
import type { Binding } from '../model.ts'

/** Whether the source's directory has told of this person, and goes on to; else nobody but the sign-in does. */
export const isFollowed = ({ sync }: Pick<SourceConfig, 'sync'>, { told }: Pick<Binding, 'told'>): boolean =>
  sync?.users === true && told !== null
