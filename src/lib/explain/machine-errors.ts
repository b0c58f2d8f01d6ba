import type {ClientError} from './client-error.js'

/** Brokers that stop or do not start, as their log tells it. */
export const MACHINE_ERRORS: readonly ClientError[] = [
  {
    title: 'disk full',
    texts: [
      'No space left on device',
      'ENOSPC',
      'Disk quota exceeded',
      'Shutdown broker because all log dirs in',
    ],
    cause: 'The disk of a log directory is full: the directory goes offline, and a broker without any stops.',
    check: 'Shorten the retention of the largest topics, or add space. Never remove segment files by hand.',
    run: [
      'kbook broker logdirs',
      'kbook topic list --size',
      'kbook topic alter TOPIC --set retention.ms=N --dry-run',
    ],
  },
  {
    title: 'too many open files',
    texts: ['Too many open files', 'EMFILE'],
    cause:
      'The process has as many files and connections open as it may: many partitions, or clients that do not close.',
    check: 'Raise the limit of the service (LimitNOFILE, 100,000 or more) and restart it.',
    run: ['kbook broker list'],
  },
  {
    title: 'out of memory in the JVM',
    texts: ['java.lang.OutOfMemoryError', 'GC overhead limit exceeded', 'Direct buffer memory', 'Map failed'],
    cause:
      'The heap is too small for partitions and clients, or vm.max_map_count is too low for the number of segments (Map failed).',
    check:
      'Raise KAFKA_HEAP_OPTS, or vm.max_map_count for "Map failed". A client: does it speak plaintext to a TLS port?',
    run: ['kbook broker list', 'kbook health'],
  },
  {
    title: 'log directory in use',
    texts: [
      'Failed to acquire lock on file',
      'A Kafka instance in another process or thread is using this directory',
    ],
    cause: 'Another broker process uses the same log directory, or the last one has not ended yet.',
    check: 'Stop the other process; with a network disk make sure that the former node is really gone.',
  },
  {
    title: 'cluster id does not fit',
    texts: [
      "doesn't match stored clusterId",
      'InconsistentClusterIdException',
      'Invalid cluster.id in',
      'meta.properties',
    ],
    cause: 'The disk belongs to another cluster than the one that the broker is to join.',
    check: 'Was the right volume mounted? Do not format it before that is certain.',
    run: ['kbook cluster quorum'],
  },
]
