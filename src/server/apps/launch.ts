import type { Request, Response } from 'express'
import type { Person } from '../../accounts/person.ts'
import { launchAddress } from '../../apps/launch.ts'
import type { AppConfig } from '../../config/config.ts'
import { SsoError } from '../../errors.ts'
import { enterSite } from '../authz/start.ts'
import { launchSaml } from '../saml/launch.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'
import type { OpenApp } from './apps.ts'
import { recordOpening } from './opened.ts'

/** Somebody who may, on the way into an app. */
export interface Visit {
  site: Site
  request: Request
  response: Response
  app: OpenApp
  signedIn: SignedIn
  person: Person
}

/** Hands people over to an app, and writes down that they were let in there, unless the app comes back to ask. */
export type Launch = (visit: Visit) => void | Promise<void>

/** Types that take people by more than an address. */
const byType: Readonly<Record<string, Launch>> = {
  'alibaba-cloud': launchSaml,
  'forward-auth': enterSite,
  saml: launchSaml,
}

export const launch: Launch = async visit => {
  const { config } = visit.app
  const handOver = canHandOver(config) ? byType[config.type] : undefined
  if (handOver) return handOver(visit)
  const address = launchAddress(config)
  if (address === undefined) throw new SsoError('app_no_start', { app: config.id })
  if (config.type === 'link') await recordOpening(visit)
  visit.response.redirect(address)
}

/** Whether the portal can send people there. */
export const canLaunch = (config: AppConfig): boolean =>
  canHandOver(config) || launchAddress(config) !== undefined

/** A SAML app may want to be asked at its own page, or not at all. */
const canHandOver = (config: AppConfig): boolean =>
  Object.hasOwn(byType, config.type) &&
  (config.type !== 'saml' || (config.options.idpInitiated === true && launchAddress(config) === undefined))
