import { readFileSync } from 'node:fs';

/** A guide, by what its readers are told to run. Links, paths and names: test/shape/docs.spec.ts. */
export class Guide {
  readonly text: string;

  constructor(path: string) {
    this.text = readFileSync(path, 'utf8');
  }

  /** Every command of its blocks, one a line, continued lines joined. */
  get commands(): string[] {
    const blocks = [...this.text.matchAll(/^ *```(\w*)\n(.*?)^ *```$/gms)]
      .filter(([, language]) => language === '')
      .map(([, , block]) => block!);
    return blocks
      .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
      .filter((line) => line !== '');
  }

  /** Expressions that are asked of Prometheus: in commands, and in the last column of tables. */
  get queries(): string[] {
    const asked = [...this.text.matchAll(/'query=([^']+)'/g)];
    const told = [
      ...this.text.matchAll(/^\| `(?:consultantos_|process_|nodejs_|up`|ALERTS`).*`([^`]+)`\s*\|$/gm),
    ];
    return [...asked, ...told].map(([, query]) => query!);
  }
}

export const GUIDES = ['docs/RUNBOOK.md', 'docs/MONITORING.md'].map((path) => new Guide(path));
