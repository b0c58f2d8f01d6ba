import {statfs} from 'node:fs/promises'
import {dirname} from 'node:path'
import {KbookError} from '../../../errors.js'

// f_type of statfs(2): https://man7.org/linux/man-pages/man2/statfs.2.html
const NETWORK_FILESYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
])

/**
 * Refuses a folder on a network filesystem: SQLite's write-ahead log needs shared memory and locks that hold
 * between all processes, which those do not give (https://sqlite.org/wal.html).
 *
 * @throws KbookError `STORAGE_FAILED`
 */
export async function refuseNetworkFilesystem(path: string, stat = statfs): Promise<void> {
  // The numbers are Linux's own.
  if (process.platform !== 'linux') return
  const {type} = await stat(dirname(path))
  // Some kernels answer with a signed number.
  const name = NETWORK_FILESYSTEMS.get(type >>> 0)
  if (name === undefined) return
  throw new KbookError('STORAGE_FAILED', `the history ${path} is on a network filesystem (${name})`, {
    hint: 'Locks do not hold there and an action could run twice. Use a local disk or a block volume.',
    details: {path, filesystem: name},
  })
}
