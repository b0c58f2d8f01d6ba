import type {KbookError} from '../../errors.js'
import type {WaitStep} from '../../kafka/reassign/progress.js'
import type {Throttle} from '../../kafka/reassign/throttle.js'
import {byteSize, duration, plural, printable} from '../format.js'

/** One line of a wait for moves: `6 moves under way · 1.2 GiB left · 48 MiB/s · 25s to go`. */
export function waitLine({bytesPerSecond, etaMs, progress}: WaitStep): string {
  const {bytesLeft, moves, unsized} = progress
  return [
    `${plural(moves.length, 'move')} under way`,
    `${byteSize(bytesLeft)}${unsized > 0 ? ' or more' : ''} left`,
    ...(bytesPerSecond === undefined ? [] : [`${byteSize(Math.round(bytesPerSecond))}/s`]),
    ...(etaMs === undefined ? [] : [`${duration(etaMs)} to go`]),
  ].join(' · ')
}

/** What to know of a throttle that was not removed. */
export const throttleLeftText = ({brokers, topics}: Throttle, why: KbookError | undefined): string =>
  why
    ? `the throttle could not be removed everywhere: ${printable(why.line)}; kbook topic reassign-throttle off`
    : `copying goes on under the throttle of ${plural(brokers.length, 'broker')} and ` +
      `${plural(topics.length, 'topic')}; once it has ended: kbook topic reassign-throttle off`
