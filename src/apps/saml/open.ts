import { readCertificates } from '../../certificates.ts'
import type { PermissionProfile } from '../../permissions.ts'
import type { SamlApp } from './app.ts'
import { readAppMetadata } from './app-metadata.ts'
import { nameIdFormats } from './names.ts'
import { samlStatement, type Telling } from './statement.ts'

/** The keys of an app of type `saml`, references read. Without metadata entityId and acsUrl are there. */
interface Options extends Telling {
  readonly entityId?: string
  readonly acsUrl?: string
  readonly metadata?: string
  readonly idpInitiated: boolean
  readonly sloUrl?: string
  readonly certificate?: string
}

const formats = {
  email: nameIdFormats.email,
  username: nameIdFormats.unspecified,
  persistent: nameIdFormats.persistent,
}

/** Throws with a reason in words for metadata and certificates that say nothing, or what must not be trusted. */
export function openSamlApp(given: Readonly<Record<string, unknown>>, profile: PermissionProfile): SamlApp {
  const options = given as unknown as Options
  const read = options.metadata === undefined ? undefined : readAppMetadata(options.metadata)
  const { entityId, acs } = read ?? {
    entityId: options.entityId ?? '',
    acs: [{ url: options.acsUrl ?? '' }] as const,
  }
  const sloUrl = options.sloUrl
  const slo =
    sloUrl === undefined ? read?.slo : { url: sloUrl, responseUrl: sloUrl, binding: 'redirect' as const }
  const own = options.certificate === undefined ? undefined : readCertificates(options.certificate)
  return {
    sp: {
      entityId,
      acs,
      ...(slo && { slo }),
      signsRequests: own !== undefined || read?.signsRequests === true,
    },
    certificates: own ?? read?.certificates ?? [],
    signsResponse: true,
    asks: true,
    startsHere: options.idpInitiated,
    signsOut: true,
    nameIdFormat: formats[options.nameId],
    names: format => format === undefined || format === formats[options.nameId],
    statement: who => samlStatement(options, entityId, who, profile),
  }
}
