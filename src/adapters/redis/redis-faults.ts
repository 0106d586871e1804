import { BackendFault, type BackendReason } from '../../backend-calls/backend-calls.js';

/** The first word of an error reply, https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const BY_WORD: Readonly<Record<string, BackendReason>> = {
  NOAUTH: 'permission_denied',
  WRONGPASS: 'permission_denied',
  NOPERM: 'permission_denied',
  READONLY: 'read_only',
  OOM: 'out_of_memory',
  MISCONF: 'read_only',
  LOADING: 'unavailable',
  BUSY: 'unavailable',
  MASTERDOWN: 'unavailable',
  TRYAGAIN: 'unavailable',
  CLUSTERDOWN: 'unavailable',
};

const DEFECTS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/**
 * What an error of ioredis means. @param trouble why there is no connection: a command's own error does not say
 * @throws the error itself where it is a defect of ours
 */
export function faultOf(error: unknown, trouble: Error | null): BackendFault {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'ReplyError') {
    const word = /^[A-Z]+/.exec(message)?.[0] ?? '';
    return new BackendFault(BY_WORD[word] ?? 'rejected', word || null, error);
  }
  if (DEFECTS.has(name)) throw error;
  // Everything else is about the connection, in errors of several kinds.
  return trouble ? faultOf(trouble, null) : new BackendFault('unreachable', code ?? null, error);
}
