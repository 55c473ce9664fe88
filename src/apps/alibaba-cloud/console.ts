import type { ConsoleStep } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'
import { type CloudSso, cloudSsoSteps } from './console/cloudsso.ts'
import { type RoleSso, roleSteps } from './console/role.ts'
import { type UserSso, userSteps } from './console/user.ts'
import { sites } from './site.ts'

type Options = { readonly site: string } & (RoleSso | UserSso | CloudSso)

/** The runbook for the console of Alibaba Cloud: everything in it follows from the file. */
export function alibabaCloudSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const given = options as unknown as Options
  const site = sites[given.site]
  if (site === undefined) return []
  const { publicUrl } = setting
  const steps =
    given.sso === 'role'
      ? roleSteps(given, site, publicUrl)
      : given.sso === 'user'
        ? userSteps(given, site, publicUrl)
        : cloudSsoSteps(given, publicUrl)
  return [...steps, accessLink(id, setting)]
}
