import {readdir, readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {requireTextfileName, textfile, writeTextfile} from '../../../../src/lib/monitor/textfile.js'
import {scratchFolder} from '../../../helpers/scratch.js'

const datum = (group: string, value: bigint | undefined) => ({
  label: `${group} lag`,
  value,
  metric: 'lag',
  labels: {group},
})

it('is the exposition format without timestamps, each metric in one block', () => {
  const perfdata = [datum('a"b\\c\n', 5n), datum('d', undefined), datum('e', 7n)]
  expect(textfile('orders', {check: 'lag', status: 'warning', perfdata}, 1.5)).toBe(
    [
      '# HELP kbook_check_status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.',
      '# TYPE kbook_check_status gauge',
      'kbook_check_status{name="orders",check="lag"} 1',
      '# HELP kbook_check_last_success_timestamp_seconds When the check last found out what it was asked.',
      '# TYPE kbook_check_last_success_timestamp_seconds gauge',
      'kbook_check_last_success_timestamp_seconds{name="orders",check="lag"} 1.5',
      '# HELP kbook_check_lag Value of kbook check: lag.',
      '# TYPE kbook_check_lag gauge',
      'kbook_check_lag{name="orders",check="lag",group="a\\"b\\\\c\\n"} 5',
      'kbook_check_lag{name="orders",check="lag",group="e"} 7',
      '',
    ].join('\n'),
  )
})

it('can be read by all, leaves nothing beside it, and keeps the last success while the check fails', async () => {
  const folder = scratchFolder()
  const path = join(folder, 'orders.prom')
  const read = (): Promise<string> => readFile(path, 'utf8')
  const unknown = {check: 'lag', status: 'unknown', perfdata: []} as const
  await writeTextfile(path, unknown, 1000)
  expect(await read()).not.toContain('last_success')
  await writeTextfile(path, {check: 'lag', status: 'critical', perfdata: [datum('g', 5n)]}, 2000)
  expect(await read()).toContain('seconds{name="orders",check="lag"} 2\n')
  await writeTextfile(path, unknown, 9000)
  expect(await read()).toContain('seconds{name="orders",check="lag"} 2\n')
  expect(await read()).toContain('kbook_check_status{name="orders",check="lag"} 3\n')
  expect((await stat(path)).mode & 0o777).toBe(0o644)
  expect(await readdir(folder)).toEqual(['orders.prom'])
})

it('goes only where a collector reads', async () => {
  expect(() => requireTextfileName('/x/orders.txt')).toThrow('ends in .prom')
  expect(() => requireTextfileName('/x/.prom')).toThrow('ends in .prom')
  requireTextfileName('/x/orders.prom')
  const path = join(scratchFolder(), 'nobody', 'orders.prom')
  await expect(writeTextfile(path, {check: 'lag', status: 'ok', perfdata: []})).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
  })
})
