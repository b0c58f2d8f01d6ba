/** Where a value came from. */
export type Origin =
  | {readonly from: 'flag'; readonly flag: string}
  | {readonly from: 'environment'; readonly variable: string}
  | {readonly from: 'file'; readonly file: string; readonly line: number}
  | {readonly from: 'default'}

/** `--brokers`, `KBOOK_BROKERS`, `/home/me/.config/kbook/config.yaml:7` or `default`. */
export function originText(origin: Origin): string {
  switch (origin.from) {
    case 'flag':
      return origin.flag
    case 'environment':
      return origin.variable
    case 'file':
      return `${origin.file}:${origin.line}`
    case 'default':
      return 'default'
  }
}
