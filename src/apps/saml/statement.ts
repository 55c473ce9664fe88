import type { PermissionProfile } from '../../permissions.ts'
import type { Statement, Who } from './app.ts'
import { attributesOf } from './attributes.ts'
import { nameIdOf } from './name-id.ts'

/** The keys of an app of type `saml` that say what it is told. */
export interface Telling {
  readonly nameId: 'email' | 'username' | 'persistent'
  readonly attributes?: Readonly<Record<string, string>>
}

/** Throws `app_refused` for whom there is no name. `entityId`: the app's own, which a persistent name is made for. */
export const samlStatement = (
  { nameId, attributes = {} }: Telling,
  entityId: string,
  who: Who,
  profile: PermissionProfile,
): Statement => ({
  nameId: nameIdOf(nameId, entityId, who),
  attributes: attributesOf(attributes, who, profile),
})
