import { CannotStart } from './cannot-start.js';

interface Place {
  readonly variable: 'PORT' | 'METRICS_PORT';
  readonly port: number;
  readonly host: string;
}

/** What the operator is told where a port cannot be opened; null for an error that is about something else. */
export function cannotListen({ variable, port, host }: Place, error: unknown): CannotStart | null {
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  if (!['listen', 'bind', 'getaddrinfo'].includes(syscall)) return null;
  const where = `${variable} ${port} on ${host}`;
  if (code === 'EADDRINUSE')
    return new CannotStart(`${where} is taken. Stop what listens there, or set another ${variable}.`, error);
  if (code === 'EACCES')
    return new CannotStart(`${where} needs more rights. Set ${variable} to 1024 or above.`, error);
  return new CannotStart(
    `HOST ${host} is no address of this machine (${code}). Set it to one, or to 0.0.0.0.`,
    error,
  );
}
