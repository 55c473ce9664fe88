import { errors } from './errors.ts'
import type { Answer, Method, Parameters } from './oapi.ts'

export function withText(name: string, method: (value: string, parameters: Parameters) => Answer): Method {
  return parameters => {
    const value = parameters.get(name)
    return typeof value === 'string' && value !== '' ? method(value, parameters) : errors.noParameter
  }
}

/** A number, or its digits where it came in a form. `otherwise` stands for one that did not come at all. */
export function withNumber(
  name: string,
  method: (value: number, parameters: Parameters) => Answer,
  otherwise?: number,
): Method {
  return parameters => {
    const value = integer(parameters.get(name) ?? otherwise)
    return value === undefined ? errors.noParameter : method(value, parameters)
  }
}

export function integer(value: unknown): number | undefined {
  return /^-?\d{1,15}$/.test(String(value)) ? Number(value) : undefined
}
