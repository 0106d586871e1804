import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** An alert as it came to a receiver. */
export interface Arrival {
  readonly receiver: 'pagerduty' | 'slack' | 'email' | 'heartbeat';
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
  readonly text: string;
}

/** Each alert of a message, as ops/alertmanager/templates writes it. */
const ALERT = /Status: (firing|resolved), since [^\n]*\r?\nLabels: ([^\n]*)/g;

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)=(\S+)/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value] as const));
}

/** PagerDuty, Slack, a mail server and a webhook on this machine, which write down what comes. */
export class Receivers {
  readonly arrivals: Arrival[] = [];
  /** What was not as the real ones would have it, e.g. a wrong key. */
  readonly faults: string[] = [];
  /** Every message as it came, headings and links and all. */
  readonly messages: { readonly receiver: string; readonly message: string }[] = [];
  private readonly http = createServer((request, response) => {
    void readBody(request).then((body) => {
      this.take(request, body);
      // PagerDuty wants 202; Slack's client takes nothing but plain text.
      response
        .writeHead(request.url === '/v2/enqueue' ? 202 : 200, { 'content-type': 'text/plain' })
        .end('ok');
    });
  });
  private readonly smtp: Server = createTcpServer((socket) => this.converse(socket));

  async start(): Promise<this> {
    for (const server of [this.http, this.smtp])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  get smtpAddress(): string {
    return `127.0.0.1:${(this.smtp.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    for (const server of [this.http, this.smtp]) await new Promise((resolve) => server.close(resolve));
  }

  private take({ url }: IncomingMessage, body: string): void {
    const message = JSON.parse(body) as Message;
    this.messages.push({ receiver: url ?? '', message: body });
    if (url === '/slack-key')
      this.note('slack', (message.attachments ?? []).map(({ text }) => text).join('\n'));
    else if (url === '/v2/enqueue') {
      if (message.routing_key !== 'pagerduty-key') this.faults.push('PagerDuty got a wrong key');
      // A resolved event carries no details: its key tells which group is over.
      this.note('pagerduty', message.payload?.custom_details?.text ?? '');
    } else if (url === '/heartbeat') {
      for (const { status, labels } of message.alerts ?? []) this.add('heartbeat', status, labels, body);
    } else this.faults.push(`A message came to ${url ?? ''}`);
  }

  private note(receiver: Arrival['receiver'], text: string): void {
    const alerts = [...text.matchAll(ALERT)];
    if (alerts.length === 0)
      this.faults.push(`${receiver} got a message without alerts: ${text.slice(0, 200)}`);
    for (const [, status = '', labels = ''] of alerts) this.add(receiver, status, labelsOf(labels), text);
  }

  private add(
    receiver: Arrival['receiver'],
    status: string,
    labels: Record<string, string>,
    text: string,
  ): void {
    this.arrivals.push({ receiver, status, labels, at: performance.now(), text });
  }

  /** As much of SMTP as a client needs that knows its password. */
  private converse(socket: Socket): void {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: string[] | null = null;
    say('220 stand-in ESMTP');
    const lines = createInterface(socket);
    // Alertmanager may be ended in the middle of a mail; the interface tells of it once more.
    for (const each of [socket, lines]) each.on('error', () => socket.destroy());
    lines.on('line', (line) => {
      if (mail && line === '.') {
        const message = unquoted(mail.join('\n'));
        this.messages.push({ receiver: 'email', message });
        this.note('email', message);
        mail = null;
        say('250 kept');
      } else if (mail) mail.push(line);
      else if (/^EHLO/i.test(line)) socket.write('250-stand-in\r\n250 AUTH PLAIN\r\n');
      else if (/^AUTH PLAIN/i.test(line)) {
        if (!Buffer.from(line.slice(11), 'base64').toString().endsWith('\0smtp-password'))
          this.faults.push('the mail server got a wrong password');
        say('235 welcome');
      } else if (/^DATA/i.test(line)) {
        mail = [];
        say('354 go on');
      } else say(/^QUIT/i.test(line) ? '221 bye' : '250 fine');
    });
  }
}

interface Message {
  readonly routing_key?: string;
  readonly event_action?: string;
  readonly payload?: { readonly custom_details?: { readonly text?: string } };
  readonly attachments?: readonly { readonly text: string }[];
  readonly alerts?: readonly { readonly status: string; readonly labels: Record<string, string> }[];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Quoted-printable, as mails are written. */
const unquoted = (text: string) =>
  text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
