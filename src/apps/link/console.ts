import type { ConsoleStep } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import { accessLink } from '../workbench.ts'

/** The app knows nothing of this server: there is only the link to it. */
export const linkSteps = ({ id }: ShownApp, publicUrl: string): ConsoleStep[] => [accessLink(id, publicUrl)]
