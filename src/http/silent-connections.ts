import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { append, emptyRing, type Linked, remove } from './ring.js';

interface Place extends Linked<Place> {
  readonly socket: Socket;
  /** Of those of its listener that await no answer, in the order in which they fell silent. */
  readonly silent: Place;
}
const PLACE = Symbol('place among the connections of its listener');
type Placed = Socket & { [PLACE]?: Place };

/**
 * Keeps a place free for whoever comes next: once all are taken, the connection that has been silent for the longest is
 * closed, as nginx does. Node closes the newest instead, so that whoever holds silent connections would keep probes
 * from being answered. Only while every connection awaits an answer is there no place.
 *
 * @param dropped is told of each connection that is closed
 */
export function keepPlaceFree(server: Server, limit: number, dropped: () => void): void {
  const silent = emptyRing<Place>({});
  let open = 0;
  const makeRoom = () => {
    const longest = silent.after;
    if (longest === silent) return;
    dropped();
    remove(longest);
    longest.socket.destroy();
  };
  server.maxConnections = limit;
  server.on('drop', () => {
    dropped();
    makeRoom();
  });
  server.on('connection', (socket: Socket) => {
    if (open >= server.maxConnections - 1) makeRoom();
    open += 1;
    const place = emptyRing<Place>({ socket, silent });
    (socket as Placed)[PLACE] = place;
    append(place, silent);
    socket.once('close', () => {
      open -= 1;
      remove(place);
    });
  });
}

/** Notes that an answer is awaited on a connection. */
export function isServed(socket: Socket): void {
  const place = (socket as Placed)[PLACE];
  if (place) remove(place);
}

/** Notes that none is awaited any more. */
export function isSilent(socket: Socket): void {
  const place = (socket as Placed)[PLACE];
  if (!place || socket.destroyed) return;
  remove(place);
  append(place, place.silent);
}
