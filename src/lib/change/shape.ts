/** Whether a value that was read from a file is what it should be. */
export type Shape = (value: unknown) => boolean

export const text: Shape = (value) => typeof value === 'string'
export const whole: Shape = (value) => Number.isSafeInteger(value)
export const offset: Shape = (value) => typeof value === 'string' && /^\d{1,19}$/.test(value)
export const instant: Shape = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
export const oneOf =
  (...values: readonly unknown[]): Shape =>
  (value) =>
    values.includes(value)
export const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value)
export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value)
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every((item) => shape(item))
export const recordOf =
  (shape: Shape): Shape =>
  (value) =>
    isObject(value) && Object.values(value).every((item) => shape(item))
/** Other fields may be there. */
export const fields =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isObject(value) && Object.entries(shapes).every(([name, shape]) => shape(value[name]))

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
