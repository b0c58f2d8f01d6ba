import {describe, expect, it} from 'vitest'
import {renderTable, type Column} from '../../../../src/lib/output/table.js'

interface Row {
  name: string
  lag: string
  host: string
}
const columns: Column<Row>[] = [
  {header: 'NAME', value: ({name}) => name, shrink: true},
  {header: 'LAG', value: ({lag}) => lag, align: 'right'},
  {header: 'HOST', value: ({host}) => host, dropFirst: 1},
]
const rows = [
  {name: 'orders', lag: '1,204', host: '10.0.0.4'},
  {name: 'a-much-longer-name', lag: '7', host: ''},
]

describe('renderTable', () => {
  it('aligns, numbers to the right, without blanks at line ends', () => {
    expect(renderTable(rows, columns, {width: 80, indent: 1}).split('\n')).toEqual([
      ' NAME                  LAG  HOST',
      ' orders              1,204  10.0.0.4',
      ' a-much-longer-name      7',
    ])
  })

  it('drops columns, then cuts, as the room gets less', () => {
    expect(renderTable(rows, columns, {width: 30}).split('\n')[0]).toBe('NAME                  LAG')
    expect(renderTable(rows, columns, {width: 20}).split('\n')).toEqual([
      'NAME             LAG',
      'orders         1,204',
      'a-much-longe…      7',
    ])
  })

  it('does not cut below what can still be told apart, nor widen what is narrow', () => {
    expect(renderTable(rows, columns, {width: 5}).split('\n')[2]).toBe('a-much-long…      7')
    expect(renderTable(rows.slice(0, 1), columns, {width: 5}).split('\n')[1]).toBe('orders  1,204')
  })

  it('cuts the rightmost first, since what comes first names the row', () => {
    const both: Column<Row>[] = [
      columns[0] as Column<Row>,
      {header: 'NOTE', value: () => 'a rather long note', shrink: true},
    ]
    expect(renderTable(rows, both, {width: 34}).split('\n')[2]).toBe('a-much-longer-name  a rather long…')
  })

  it('leaves out a column that says nothing', () => {
    expect(renderTable(rows.slice(1), columns, {width: 80})).not.toContain('HOST')
  })

  it('does not count colours', () => {
    const red = [
      {name: '\u001b[31m!\u001b[39m x', lag: '1', host: ''},
      {name: 'yy', lag: '22', host: ''},
    ]
    expect(renderTable(red, columns, {width: 80}).split('\n')[1]).toBe('\u001b[31m!\u001b[39m x     1')
  })

  it('takes more rows than a call takes arguments', () => {
    const many = Array.from({length: 200_000}, () => ({name: 'n', lag: '1', host: ''}))
    expect(renderTable(many, columns, {width: 80}).length).toBeGreaterThan(200_000)
  })
})
